import type { OpusDecoder } from 'opus-decoder';

/** Least loudness, in dBov. */
const SILENCE = -127;
/** Packets that are no Opus until nothing of the sender is decoded any more: the decoder writes a line for each to the log. */
const MAX_ERRORS = 5;

/** Measures how loud Opus is, for senders that do not say it: decodes it. */
export class OpusMeter {
	readonly #decoder: OpusDecoder;
	#errors = 0;

	private constructor(decoder: OpusDecoder) {
		this.#decoder = decoder;
	}

	static async create(): Promise<OpusMeter> {
		// Few senders need it: a server that starts does not wait for it.
		const { OpusDecoder } = await import('opus-decoder');
		const decoder = new OpusDecoder({ channels: 2 });
		await decoder.ready;
		return new OpusMeter(decoder);
	}

	/**
	 * @param payload one packet, in the order in which they were sent
	 * @returns dBov, −127 to 0: the RMS against that of a square wave of full scale (RFC 6464, section 3)
	 */
	measure(payload: Buffer): number {
		if (this.#errors >= MAX_ERRORS) return SILENCE;
		const { channelData, samplesDecoded, errors } = this.#decoder.decodeFrame(payload);
		this.#errors += errors.length;
		let sum = 0;
		for (const channel of channelData) for (const sample of channel) sum += sample * sample;
		const power = sum / Math.max(1, samplesDecoded * channelData.length);
		return Math.min(0, Math.max(SILENCE, Math.round(10 * Math.log10(power + 1e-13))));
	}

	close(): void {
		this.#decoder.free();
	}
}
