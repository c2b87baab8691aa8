/** Anything with a place in time. */
interface Timed {
	readonly ptsUs: number;
}

/** A packet and the stream it is of. */
export interface Ordered<T> {
	readonly stream: number;
	readonly packet: T;
}

/** Puts the packets of several streams, each in order of time, in one order. The one encode is nearly in order already. */
export class PacketOrder<T extends Timed> {
	readonly #waiting: Array<Array<Ordered<T>>>;

	/** @param streams how many; of packets at the same time, those of the first stream go first */
	constructor(streams: number) {
		this.#waiting = Array.from({ length: streams }, () => []);
	}

	/** @returns what is in order now: until every stream has come further, a packet must wait */
	push(stream: number, packet: T): Array<Ordered<T>> {
		this.#waiting[stream]?.push({ stream, packet });
		const ready: Array<Ordered<T>> = [];
		while (this.#waiting.every(({ length }) => length > 0)) ready.push(...this.#take());
		return ready;
	}

	/** The rest, when nothing more comes. */
	flush(): Array<Ordered<T>> {
		const rest: Array<Ordered<T>> = [];
		while (this.#waiting.some(({ length }) => length > 0)) rest.push(...this.#take());
		return rest;
	}

	#take(): Array<Ordered<T>> {
		const heads = this.#waiting.flatMap(([head]) => (head ? [head] : []));
		const earliest = heads.toSorted((a, b) => a.packet.ptsUs - b.packet.ptsUs)[0];
		return earliest ? (this.#waiting[earliest.stream]?.splice(0, 1) ?? []) : [];
	}
}
