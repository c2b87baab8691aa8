import { MAX_FIRST_MESSAGE_BYTES, MAX_JOIN_BYTES, RoomcastError } from '@roomcast/contract';
import type { Limits } from '../limits/Limits.ts';
import type { TokenBuckets } from '../limits/TokenBuckets.ts';

export interface AllowanceOptions {
	/** How many messages a participant may send; undefined: as many as it likes. */
	readonly messages: TokenBuckets | undefined;
	readonly limits: Pick<Limits, 'refuseStranger' | 'refusals'>;
}

let connections = 0;

/** How much a connection may send: little until somebody has joined by it, which counts for its address; then more. */
export class Allowance {
	readonly #options: AllowanceOptions;
	readonly #address: string;
	/** Whose messages are counted while nobody has joined. */
	readonly #name = `connection ${++connections}`;
	#refused = 0;

	/** @param address of the client */
	constructor(options: AllowanceOptions, address: string) {
		this.#options = options;
		this.#address = address;
	}

	/** Messages more that were refused for their number than were taken since. */
	get refused(): number {
		return this.#refused;
	}

	/**
	 * Counts a message.
	 *
	 * @param participant what the participant is counted by; undefined while there is none
	 * @returns with what it is to be refused; undefined when it may be read
	 */
	refuse(participant: string | undefined): RoomcastError | undefined {
		const refusal = this.#tooMany(participant);
		this.#refused = Math.max(0, this.#refused + (refusal === undefined ? -1 : 1));
		return refusal;
	}

	/** Whether a message is larger than any that may come before somebody has joined. It is counted. */
	isTooLarge(bytes: number): boolean {
		const tooLarge = bytes > MAX_JOIN_BYTES;
		if (tooLarge) this.#options.limits.refusals.count('size');
		return tooLarge;
	}

	/** With what a request is to be refused that is larger than its like before somebody has joined. It is counted. */
	refuseSize(method: string, bytes: number): RoomcastError | undefined {
		if (method === 'join' || method === 'test-call' || bytes <= MAX_FIRST_MESSAGE_BYTES) return undefined;
		this.#options.limits.refusals.count('size');
		const text = `${method} has ${bytes} bytes; before somebody has joined it may have ${MAX_FIRST_MESSAGE_BYTES}`;
		return new RoomcastError('PAYLOAD_TOO_LARGE', text);
	}

	#tooMany(participant: string | undefined): RoomcastError | undefined {
		const { messages, limits } = this.#options;
		const wait = messages?.take(participant ?? this.#name) ?? 0;
		if (wait > 0) return limits.refusals.tooMany('participant', wait, 'messages of this participant');
		return participant === undefined ? limits.refuseStranger(this.#address) : undefined;
	}
}
