import { MAX_OLD_MESSAGES } from '@roomcast/contract/signalling/pubsub';
import type { PubSubMessage } from '../contract/types.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import type { Delivery } from './Delivery.ts';

/** Ids of messages that are remembered, so that none is given twice. */
const SEEN = 20_000;

interface Subscriber {
	readonly delivery: Delivery;
	/** New messages that wait behind the kept ones; null: they are given as they come. */
	held: PubSubMessage[] | null;
	/** Ids of what it got. */
	readonly seen: Set<string>;
}

/** One topic that is listened to, by one or more subscribers of this page. */
export class Topic {
	readonly #name: string;
	readonly #request: RequestOf<'subscribe'>;
	readonly #subscribers = new Map<object, Subscriber>();

	/** @internal */
	constructor(name: string, request: RequestOf<'subscribe'>) {
		this.#name = name;
		this.#request = request;
	}

	/** Whether nobody listens. */
	get idle(): boolean {
		return this.#subscribers.size === 0;
	}

	has(key: object): boolean {
		return this.#subscribers.has(key);
	}

	/**
	 * Adds a subscriber. New messages come after the kept ones.
	 *
	 * @param key what it is removed by
	 * @returns the kept messages, given to it already
	 * @throws MeetingError what the server refused; the subscriber is out again then
	 */
	async add(key: object, delivery: Delivery): Promise<PubSubMessage[]> {
		const subscriber: Subscriber = { delivery, held: [], seen: new Set() };
		this.#subscribers.get(key)?.delivery.close();
		this.#subscribers.set(key, subscriber);
		try {
			const messages = await this.#kept(delivery.options.oldMessageLimit);
			// Removed meanwhile.
			if (this.#subscribers.get(key) !== subscriber) return messages;
			for (const { id } of messages) note(subscriber, id);
			delivery.old(messages);
			this.#release(subscriber);
			return messages;
		} catch (error) {
			if (this.#subscribers.get(key) === subscriber) this.remove(key);
			throw error;
		}
	}

	remove(key: object): void {
		this.#subscribers.get(key)?.delivery.close();
		this.#subscribers.delete(key);
	}

	/** A message arrived. */
	handleMessage(message: PubSubMessage): void {
		for (const subscriber of this.#subscribers.values()) {
			if (subscriber.held) subscriber.held.push(message);
			else give(subscriber, message);
		}
	}

	/** There is a new session: subscribes again. What was kept meanwhile is given as new. */
	async renew(): Promise<void> {
		const subscribers = [...this.#subscribers.values()].filter(({ held }) => held === null);
		for (const subscriber of subscribers) subscriber.held = [];
		const limits = subscribers.map(({ delivery }) => delivery.options.oldMessageLimit ?? Number.POSITIVE_INFINITY);
		const limit = Math.max(0, ...limits);
		try {
			const messages = await this.#kept(Number.isFinite(limit) ? limit : undefined);
			for (const [index, subscriber] of subscribers.entries()) {
				const wanted = limits[index] ?? 0;
				for (const message of messages.slice(Math.max(0, messages.length - wanted))) give(subscriber, message);
			}
		} finally {
			for (const subscriber of subscribers) this.#release(subscriber);
		}
	}

	close(): void {
		for (const key of [...this.#subscribers.keys()]) this.remove(key);
	}

	#release(subscriber: Subscriber): void {
		const held = subscriber.held ?? [];
		subscriber.held = null;
		for (const message of held) give(subscriber, message);
	}

	/** Subscribes, and reads the newest kept messages, oldest first. @param limit how many; all where undefined */
	async #kept(limit: number | undefined): Promise<PubSubMessage[]> {
		const pages: PubSubMessage[][] = [];
		let left = limit ?? Number.POSITIVE_INFINITY;
		let before: string | undefined;
		for (;;) {
			const oldMessageLimit = Math.min(left, MAX_OLD_MESSAGES);
			const reply = await this.#request('subscribe', {
				topic: this.#name,
				oldMessageLimit,
				...(before === undefined ? {} : { before }),
			});
			pages.unshift(reply.messages as PubSubMessage[]);
			left -= reply.messages.length;
			before = reply.messages[0]?.id;
			if (!reply.more || left <= 0 || before === undefined) return pages.flat();
		}
	}
}

function give(subscriber: Subscriber, message: PubSubMessage): void {
	if (subscriber.seen.has(message.id)) return;
	note(subscriber, message.id);
	subscriber.delivery.add(message);
}

function note({ seen }: Subscriber, id: string): void {
	seen.add(id);
	if (seen.size <= SEEN) return;
	const [oldest] = seen;
	if (oldest !== undefined) seen.delete(oldest);
}
