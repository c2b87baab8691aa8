import { MAX_PUBSUB_MESSAGE, MAX_PUBSUB_PAYLOAD } from '@roomcast/contract/signalling/pubsub';
import type { PubSubMessage } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import { logger } from '../log/logger.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { Delivery } from './Delivery.ts';
import { checkListeners, checkTopic, subscriptionOf } from './subscription.ts';
import { Topic } from './Topic.ts';
import type { OldMessages, PublishOptions, PubSubListeners, SubscribeOptions } from './types.ts';

/** A listener of the 0.x form. */
type Callback = (message: PubSubMessage) => void;

/** What is asked of the server. @internal */
export type PubSubRequests = 'publish' | 'subscribe' | 'unsubscribe';

/** The name of {@link PubSub} in the VideoSDK JavaScript SDK. */
export type pubSub = PubSub;

/** Messages between the participants of a session, by topic: `meeting.pubSub`. */
export class PubSub {
	readonly #request: RequestOf<PubSubRequests>;
	readonly #joined: () => void;
	readonly #topics = new Map<string, Topic>();
	#closed = false;

	/** @internal @param joined throws when we are in no meeting */
	constructor(request: RequestOf<PubSubRequests>, joined: () => void) {
		this.#request = request;
		this.#joined = joined;
	}

	/**
	 * Publishes a message. Who subscribed the topic gets it, the sender too.
	 *
	 * @param message at most 16,384 characters
	 * @param payload more data, at most 16 KiB of JSON
	 * @throws MeetingError 3073 when something is not valid; 3072 when it is too large; 4087 when the server refused
	 */
	async publish(
		topic: string,
		message: string,
		options?: PublishOptions | null,
		payload?: object | null,
	): Promise<void> {
		this.#joined();
		checkTopic(topic);
		if (typeof message !== 'string')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `message is a ${typeof message}, allowed is a string`);
		if (payload !== undefined && payload !== null && (typeof payload !== 'object' || Array.isArray(payload)))
			throw MeetingError.of('ERROR_INVALID_PARAMETER', 'payload is not a plain object');
		if (message.length > MAX_PUBSUB_MESSAGE)
			throw MeetingError.of(
				'ERROR_PAYLOAD_TOO_LARGE',
				`the message has ${message.length} characters, ${MAX_PUBSUB_MESSAGE} are allowed`,
			);
		const size = payload == null ? 0 : new TextEncoder().encode(JSON.stringify(payload)).length;
		if (size > MAX_PUBSUB_PAYLOAD)
			throw MeetingError.of(
				'ERROR_PAYLOAD_TOO_LARGE',
				`the payload has ${size} bytes of JSON, ${MAX_PUBSUB_PAYLOAD} are allowed`,
			);
		const { persist, sendOnly } = options ?? {};
		const data = {
			topic,
			message,
			...(persist == null ? {} : { persist }),
			...(sendOnly == null ? {} : { sendOnly }),
			...(payload == null ? {} : { payload: payload as Record<string, unknown> }),
		};
		await orRefused(this.#request('publish', data), 'PUBSUB_PUBLISH_FAILED');
	}

	/**
	 * Listens to a topic; also over breaks of the connection and in the next session of this meeting.
	 *
	 * @param listeners an object of callbacks; or one callback, as in versions before 1.0
	 * @returns when the kept messages were given; they themselves in the form with one callback
	 * @throws MeetingError 3073 when something is not valid; 4088 when the server refused
	 */
	subscribe(topic: string, listeners: PubSubListeners, options?: SubscribeOptions | null): Promise<void>;
	subscribe(topic: string, callback: (message: PubSubMessage) => void): Promise<OldMessages>;
	async subscribe(
		topic: string,
		listeners: PubSubListeners | Callback,
		options: SubscribeOptions | null = {},
		// biome-ignore lint/suspicious/noConfusingVoidType: One of its forms resolves with nothing.
	): Promise<OldMessages | void> {
		this.#joined();
		checkTopic(topic);
		const given = subscriptionOf(options);
		const simple = typeof listeners === 'function';
		if (!simple) checkListeners(listeners);
		const delivery = new Delivery(simple ? { onMessageReceived: listeners } : listeners, given);
		const entry = this.#topics.get(topic) ?? new Topic(topic, this.#request);
		this.#topics.set(topic, entry);
		try {
			const messages = await orRefused(entry.add(listeners, delivery), 'PUBSUB_SUBSCRIBE_FAILED');
			if (simple) return Object.assign([...messages], { messages });
		} catch (error) {
			if (entry.idle) this.#topics.delete(topic);
			throw error;
		}
	}

	/**
	 * Ends what `subscribe` began with the same listeners.
	 *
	 * @throws MeetingError 3073 when something is not valid; 4089 when the server refused
	 */
	async unsubscribe(topic: string, listeners: PubSubListeners | ((message: PubSubMessage) => void)): Promise<void> {
		// What is over gives no messages: components clean up after it.
		if (this.#closed) return;
		this.#joined();
		checkTopic(topic);
		if (typeof listeners !== 'function') checkListeners(listeners);
		const entry = this.#topics.get(topic);
		if (!entry?.has(listeners)) return;
		entry.remove(listeners);
		if (!entry.idle) return;
		this.#topics.delete(topic);
		await orRefused(this.#request('unsubscribe', { topic }), 'PUBSUB_UNSUBSCRIBE_FAILED');
	}

	/** @internal */
	handleMessage(message: PubSubMessage): void {
		this.#topics.get(message.topic)?.handleMessage(message);
	}

	/** @internal There is a new session, which knows of no subscription. */
	handleNewSession(): void {
		for (const [name, topic] of this.#topics)
			topic.renew().catch((error) => logger.warn(`The topic "${name}" could not be subscribed again`, error));
	}

	/** @internal */
	close(): void {
		this.#closed = true;
		for (const topic of this.#topics.values()) topic.close();
		this.#topics.clear();
	}
}
