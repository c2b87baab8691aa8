import type { NotificationData, NotificationName } from '@roomcast/contract';

/** Most notifications kept for a client that is away. One that missed more has to join again. */
const CAPACITY = 2000;
/** Most text kept, in characters. */
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * The numbered notifications of one participant. Everything sent is kept for a while, because what was written to a
 * connection that broke may not have arrived.
 */
export class NotificationLog {
	#entries: string[] = [];
	#length = 0;
	/** Number of the oldest kept entry. */
	#first = 1;
	#next = 1;

	/** Numbers a notification and keeps it. Returns the text to send. */
	append<N extends NotificationName>(event: N, data: NotificationData<N>): string {
		return this.appendSerialized(event, JSON.stringify(data));
	}

	/** The same for data that is serialised already: a broadcast does that once. */
	appendSerialized(event: NotificationName, data: string): string {
		const text = serialize(event, this.#next++, data);
		this.#entries.push(text);
		this.#length += text.length;
		while (this.#entries.length > CAPACITY || (this.#length > MAX_LENGTH && this.#entries.length > 1)) {
			this.#length -= this.#entries.shift()?.length ?? 0;
			this.#first++;
		}
		return text;
	}

	/** What came after number `seq`, oldest first; undefined when part of that is no longer kept or never was sent. */
	since(seq: number): string[] | undefined {
		if (seq < this.#first - 1 || seq >= this.#next) return undefined;
		return this.#entries.slice(seq - this.#first + 1);
	}

	/** Forgets everything: the client is about to get the whole state. Numbers start again at 1. */
	reset(): void {
		this.#entries = [];
		this.#length = 0;
		this.#first = 1;
		this.#next = 1;
	}
}

/** A notification as it crosses the wire; number 0 for one that is not kept. */
export function serialize(event: NotificationName, seq: number, data: string): string {
	return `{"event":"${event}","seq":${seq},"data":${data}}`;
}
