import type { CodedPacket } from '../av/coded-packet.ts';
import type { StreamInfo } from '../av/stream-info.ts';

/** A taker of the encoded composition: every packet, of which it gets a copy of its own to free. */
export interface OutputSubscriber {
	/** Players watch it as it comes: they may begin at any part. */
	readonly live?: boolean;
	packet(stream: number, packet: CodedPacket): void;
	/** The composition has broken; nothing more will come. */
	failed(reason: string): void;
}

/** Hands the one encode to any number of sinks. The bytes are shared, not copied. */
export class Outputs {
	readonly streams: readonly StreamInfo[];
	readonly #subscribers = new Set<OutputSubscriber>();

	constructor(streams: readonly StreamInfo[]) {
		this.streams = streams;
	}

	/** Whether a subscriber is watched as it comes. */
	get live(): boolean {
		return [...this.#subscribers].some(({ live }) => live === true);
	}

	/** @returns takes the subscriber off again */
	subscribe(subscriber: OutputSubscriber): () => void {
		this.#subscribers.add(subscriber);
		return () => this.#subscribers.delete(subscriber);
	}

	/** Gives a packet to all and frees it. */
	send(stream: number, packet: CodedPacket): void {
		for (const subscriber of this.#subscribers) subscriber.packet(stream, packet.clone());
		packet.free();
	}

	fail(reason: string): void {
		for (const subscriber of [...this.#subscribers]) subscriber.failed(reason);
	}
}
