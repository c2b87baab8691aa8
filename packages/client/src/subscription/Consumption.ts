import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import type { StreamKind } from '../contract/types.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import type { Roster } from '../participants/Roster.ts';
import type { SubscriptionManager } from './SubscriptionManager.ts';

/** Kinds that an app without `autoConsume` asks for by itself; screens it always gets. */
const ON_REQUEST = new Set<StreamKind>(['audio', 'video']);

/** Which of the offered streams are received: all, or without `autoConsume` those that the app asked for. */
export class Consumption {
	readonly #media: MediaEngine;
	readonly #roster: Roster;
	readonly #subscriptions: SubscriptionManager;
	readonly #auto: boolean;
	readonly #offered = new Map<string, ConsumerInfo>();
	/** What the app said, by kind and participant. */
	readonly #asked = new Map<string, boolean>();

	constructor(media: MediaEngine, roster: Roster, subscriptions: SubscriptionManager, autoConsume: boolean) {
		this.#media = media;
		this.#roster = roster;
		this.#subscriptions = subscriptions;
		this.#auto = autoConsume;
		media.on('connected', () => subscriptions.handleFlowing(media.recvTransport?.connectionState === 'connected'));
	}

	/** The server offers streams; those that are wanted are received. */
	async handleOffered(infos: ConsumerInfo[]): Promise<void> {
		const wanted: ConsumerInfo[] = [];
		for (const info of infos) {
			const { id, participantId, kind } = info;
			this.#offered.set(id, info);
			const receive = this.#wants(participantId, kind);
			void this.#subscriptions.setPaused(participantId, kind, 'not consumed', !receive);
			this.#roster.setWanted(participantId, kind, receive);
			this.#subscriptions.handleOffered(participantId, kind, id);
			if (receive) wanted.push(info);
		}
		await this.#media.consume(wanted);
	}

	/** An offer is taken back. */
	handleGone(consumerId: string): void {
		const info = this.#offered.get(consumerId);
		this.#offered.delete(consumerId);
		if (info) this.#subscriptions.handleGone(info.participantId, info.kind, consumerId);
		this.#media.closeConsumer(consumerId);
	}

	/** The first picture of a consumer is there. */
	handleStarted(consumerId: string): void {
		const info = this.#offered.get(consumerId);
		if (info) this.#subscriptions.handleStarted(info.participantId, info.kind, consumerId);
	}

	/** Every offer is void: there are no transports any more. */
	handleMediaLost(): void {
		this.#subscriptions.handleFlowing(false);
		for (const id of [...this.#offered.keys()]) this.handleGone(id);
	}

	/** The stream that a consumer carries, or undefined. */
	info(consumerId: string): ConsumerInfo | undefined {
		return this.#offered.get(consumerId);
	}

	/** The consumer that carries a participant's stream of a kind, or undefined. */
	consumerOf(participantId: string, kind: StreamKind): string | undefined {
		return [...this.#offered.values()].find((info) => info.participantId === participantId && info.kind === kind)?.id;
	}

	/** The app wants a kind of stream of a participant, or no more. @returns when the server knows */
	async setConsumed(participantId: string, kind: StreamKind, consumed: boolean): Promise<void> {
		this.#asked.set(`${kind}/${participantId}`, consumed);
		const told = this.#subscriptions.setPaused(participantId, kind, 'not consumed', !consumed);
		this.#roster.setWanted(participantId, kind, consumed);
		const infos = [...this.#offered.values()].filter(
			(info) => info.participantId === participantId && info.kind === kind,
		);
		if (consumed) await this.#media.consume(infos);
		await told;
	}

	#wants(participantId: string, kind: StreamKind): boolean {
		return this.#asked.get(`${kind}/${participantId}`) ?? (this.#auto || !ON_REQUEST.has(kind));
	}
}
