import { randomUUID } from 'node:crypto';
import {
	MAX_OLD_MESSAGES,
	MAX_PUBSUB_PAYLOAD,
	type PubSubMessage,
	type RequestData,
	type RequestReply,
	RoomcastError,
} from '@roomcast/contract';
import type { HostParticipant } from './HostParticipant.ts';
import type { JournalMessage } from './SessionJournal.ts';

/** Topics that one participant may listen to at a time. */
const MAX_TOPICS = 100;

/** What the messages of a session need of it. */
export interface PubSubPlace {
	participants(): Iterable<HostParticipant>;
	/** When it is in the session, epoch ms. */
	now(): number;
	keep(message: JournalMessage): Promise<void>;
	kept(
		topic: string,
		reader: string,
		limit: number,
		before: string | undefined,
	): Promise<{ messages: PubSubMessage[]; more: boolean }>;
}

/** Publish and subscribe within a session. A sender that is subscribed gets its own messages. */
export class PubSub {
	readonly #place: PubSubPlace;
	readonly #topics = new Map<HostParticipant, Set<string>>();
	/** The last message of each sender in each topic that waits to be passed on; resolves however that ends. */
	readonly #waiting = new Map<string, Promise<void>>();

	constructor(place: PubSubPlace) {
		this.#place = place;
	}

	/**
	 * Passes a message on, once it is kept where that is asked for, and behind those that its sender published to the topic
	 * before.
	 *
	 * @throws RoomcastError PAYLOAD_TOO_LARGE, PUBSUB_PUBLISH_FAILED
	 */
	async publish(sender: HostParticipant, request: RequestData<'publish'>): Promise<RequestReply<'publish'>> {
		const { topic, message: text, persist, sendOnly, payload } = request;
		const size = payload === undefined ? 0 : Buffer.byteLength(JSON.stringify(payload));
		if (size > MAX_PUBSUB_PAYLOAD) {
			throw new RoomcastError(
				'PAYLOAD_TOO_LARGE',
				`payload has ${size} bytes of JSON, ${MAX_PUBSUB_PAYLOAD} are allowed`,
			);
		}
		const message: PubSubMessage = {
			id: randomUUID(),
			topic,
			message: text,
			...(payload === undefined ? {} : { payload }),
			senderId: sender.participantId,
			senderName: sender.displayName,
			timestamp: new Date(this.#place.now()).toISOString(),
		};
		const kept = persist === true ? this.#place.keep({ message, sendOnly: sendOnly ?? null }) : undefined;
		await this.#inTurn(JSON.stringify([sender.participantId, topic]), kept, () => this.#passOn(message, sendOnly));
		return { id: message.id, timestamp: message.timestamp };
	}

	/** Does something behind what waits with the same key; at once when nothing does. @throws what `ready` rejects with */
	async #inTurn(key: string, ready: Promise<void> | undefined, work: () => void): Promise<void> {
		const before = this.#waiting.get(key);
		if (before === undefined && ready === undefined) {
			work();
			return;
		}
		const turn = Promise.allSettled([before, ready])
			.then(() => ready)
			.then(work);
		const over = turn
			.catch(() => {})
			.finally(() => {
				if (this.#waiting.get(key) === over) this.#waiting.delete(key);
			});
		this.#waiting.set(key, over);
		await turn;
	}

	#passOn(message: PubSubMessage, sendOnly: readonly string[] | undefined): void {
		const data = JSON.stringify({ message });
		for (const participant of this.#place.participants()) {
			if (sendOnly !== undefined && !sendOnly.includes(participant.participantId)) continue;
			if (this.#topics.get(participant)?.has(message.topic)) participant.notifySerialized('message', data);
		}
	}

	/**
	 * Listens from now on; the reply has what was kept before.
	 *
	 * @throws RoomcastError PUBSUB_SUBSCRIBE_FAILED
	 */
	async subscribe(reader: HostParticipant, request: RequestData<'subscribe'>): Promise<RequestReply<'subscribe'>> {
		const { topic, oldMessageLimit = MAX_OLD_MESSAGES, before } = request;
		const topics = this.#topics.get(reader) ?? new Set<string>();
		if (!topics.has(topic) && topics.size >= MAX_TOPICS) {
			throw new RoomcastError('PUBSUB_SUBSCRIBE_FAILED', `${MAX_TOPICS} topics are allowed at a time`);
		}
		// Subscribed before the old ones are read: a message between the two comes twice, with one id, rather than never.
		topics.add(topic);
		this.#topics.set(reader, topics);
		const limit = Math.min(oldMessageLimit, MAX_OLD_MESSAGES);
		if (limit === 0) return { messages: [], more: false };
		return this.#place.kept(topic, reader.participantId, limit, before);
	}

	unsubscribe(reader: HostParticipant, topic: string): void {
		this.#topics.get(reader)?.delete(topic);
	}

	/** The participant has left. */
	forget(participant: HostParticipant): void {
		this.#topics.delete(participant);
	}
}
