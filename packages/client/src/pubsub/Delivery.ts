import type { PubSubMessage } from '../contract/types.ts';
import { logger } from '../log/logger.ts';
import type { PubSubListeners, Subscription } from './types.ts';

/** Length of the window that limits and groups count in, in ms. */
const WINDOW = 500;
/** Groups that may wait where `maxQueue` is not given. */
const QUEUE = 70;
/** Most kept messages in one call of `onOldMessagesReceived`. */
const OLD_BATCH = 500;

/** Gives one subscriber its messages: at once, or in the groups and at the pace that it asked for. */
export class Delivery {
	readonly listeners: PubSubListeners;
	readonly options: Subscription;
	readonly #waiting: PubSubMessage[] = [];
	#window: ReturnType<typeof setTimeout> | undefined;

	constructor(listeners: PubSubListeners, options: Subscription) {
		this.listeners = listeners;
		this.options = options;
	}

	/** Messages that were kept, oldest first. Called also when there are none, so that the subscriber knows. */
	old(messages: PubSubMessage[]): void {
		for (let from = 0; from === 0 || from < messages.length; from += OLD_BATCH) {
			const isLast = from + OLD_BATCH >= messages.length;
			call(() => this.listeners.onOldMessagesReceived?.(messages.slice(from, from + OLD_BATCH), { isLast }));
		}
	}

	/** A new message. */
	add(message: PubSubMessage): void {
		const { onBatchReceived } = this.listeners;
		if (onBatchReceived === undefined && this.options.newMessageLimit === undefined) {
			this.#give([message]);
			return;
		}
		this.#waiting.push(message);
		if (this.#window === undefined) this.#flush();
	}

	close(): void {
		clearTimeout(this.#window);
		this.#waiting.length = 0;
	}

	/** Gives what this window may have. The first message of a quiet topic does not wait. */
	#flush(): void {
		const { newMessageLimit: limit = Number.POSITIVE_INFINITY } = this.options;
		const due = this.#waiting.splice(0, Math.min(limit, this.#waiting.length));
		this.#window = due.length === 0 ? undefined : setTimeout(() => this.#endWindow(), WINDOW);
		if (due.length > 0) this.#give(due);
	}

	#endWindow(): void {
		const { newMessageLimit: limit, realtimeOverflow = 'queue', maxQueue = QUEUE } = this.options;
		if (limit !== undefined) {
			const room = realtimeOverflow === 'drop' ? limit : limit * maxQueue;
			const droppedCount = Math.max(0, this.#waiting.length - room);
			// What waits longest is left out of a queue; of a burst that may not wait, what came beyond the limit.
			this.#waiting.splice(realtimeOverflow === 'drop' ? room : 0, droppedCount);
			if (droppedCount > 0) call(() => this.listeners.onMessageDrop?.({ droppedCount }));
		}
		this.#flush();
	}

	#give(messages: PubSubMessage[]): void {
		for (const message of messages) call(() => this.listeners.onMessageReceived?.(message));
		call(() => this.listeners.onBatchReceived?.(messages));
	}
}

/** A listener that throws does not keep the others from being called. */
function call(listener: () => void): void {
	try {
		listener();
	} catch (error) {
		logger.error('A listener of a topic threw', error);
	}
}
