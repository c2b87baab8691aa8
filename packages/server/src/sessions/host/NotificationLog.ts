import type { NotificationData, NotificationName } from '@roomcast/contract';

/** Most notifications kept for a client that is away. One that missed more has to join again. */
const CAPACITY = 2000;
/** Most text kept, in characters. */
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * A notification that is not text yet: its data is kept once for everybody who gets it, its number is different for
 * each.
 */
export interface Notification {
	readonly event: NotificationName;
	/** 0 for one that is not kept. */
	readonly seq: number;
	/** JSON. */
	readonly data: string;
}

/**
 * The numbered notifications of one participant. Everything sent is kept for a while, because what was written to a
 * connection that broke may not have arrived.
 */
export class NotificationLog {
	#entries: Notification[] = [];
	#length = 0;
	/** Number of the oldest kept entry. */
	#first = 1;
	#next = 1;

	/** Numbers a notification and keeps it. Returns what is to be sent. */
	append<N extends NotificationName>(event: N, data: NotificationData<N>): Notification {
		return this.appendSerialized(event, JSON.stringify(data));
	}

	/** The same for data that is serialised already: a broadcast does that once, and all keep the same. */
	appendSerialized(event: NotificationName, data: string): Notification {
		const notification = { event, seq: this.#next++, data };
		this.#entries.push(notification);
		this.#length += data.length;
		while (this.#entries.length > CAPACITY || (this.#length > MAX_LENGTH && this.#entries.length > 1)) {
			this.#length -= this.#entries.shift()?.data.length ?? 0;
			this.#first++;
		}
		return notification;
	}

	/** What came after number `seq`, oldest first; undefined when part of that is no longer kept or never was sent. */
	since(seq: number): Notification[] | undefined {
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

/** A notification as it crosses the wire. */
export function serialize({ event, seq, data }: Notification): string {
	return `{"event":"${event}","seq":${seq},"data":${data}}`;
}

/** One that is not kept: what only a connection knows of, or is of no use later. */
export function transient<N extends NotificationName>(event: N, data: NotificationData<N>): Notification {
	return { event, seq: 0, data: JSON.stringify(data) };
}
