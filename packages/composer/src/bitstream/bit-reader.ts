/** Reads bits, most significant first. Reading past the end gives zeros, so that parsers of untrusted bytes stay total. */
export class BitReader {
	readonly #data: Uint8Array;
	#bit: number;

	constructor(data: Uint8Array, offsetBits = 0) {
		this.#data = data;
		this.#bit = offsetBits;
	}

	/** True once more bits were asked for than there are. */
	get exhausted(): boolean {
		return this.#bit > this.#data.length * 8;
	}

	bit(): number {
		const byte = this.#data[this.#bit >> 3] ?? 0;
		const value = (byte >> (7 - (this.#bit & 7))) & 1;
		this.#bit += 1;
		return value;
	}

	flag(): boolean {
		return this.bit() === 1;
	}

	/** @param count 0–32 */
	bits(count: number): number {
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 2 + this.bit();
		return value;
	}

	skip(count: number): void {
		this.#bit += count;
	}

	/** Unsigned Exp-Golomb (H.264 §9.1) or AV1 uvlc(): the same code. */
	exponential(): number {
		let zeros = 0;
		while (zeros < 32 && !this.flag()) {
			zeros += 1;
			if (this.exhausted) return 0;
		}
		return 2 ** zeros - 1 + this.bits(zeros);
	}

	/** Signed Exp-Golomb (H.264 §9.1.1). */
	signedExponential(): number {
		const code = this.exponential();
		return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
	}
}
