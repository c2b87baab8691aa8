import type { RequestData } from '@roomcast/contract/signalling/requests';
import type { StreamKind } from '../contract/types.ts';
import type { Quality } from '../participants/types.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import type { PauseReason } from './Subscription.ts';
import { Subscription } from './Subscription.ts';

/** How long changes are gathered into one request, in ms. */
const GATHER = 20;
/** Least time between two requests, in ms. */
const PACE = 100;
/** How long the first picture of a stream is waited for before its size is changed, in ms. */
const FIRST_PICTURE = 1500;
/** Most consumers in one request (contract). */
const MOST = 512;

/** What is asked of the server. @internal */
export type SubscriptionRequests = 'update-consumers';

/**
 * Tells the server what of the remote streams is wanted: the size of the tile, a fixed quality, nothing while out of
 * sight. What was said about a participant's stream holds across reconnections and for its next streams of that kind.
 */
export class SubscriptionManager {
	readonly #request: RequestOf<SubscriptionRequests>;
	readonly #pixelRatio: () => number;
	readonly #subscriptions = new Map<string, { kind: StreamKind; subscription: Subscription }>();
	readonly #allPaused = new Set<StreamKind>();
	#adaptive = true;
	#flowing = false;
	#gathering: Promise<void> | null = null;
	#sentAt = Number.NEGATIVE_INFINITY;

	/**
	 * @param request sends a request
	 * @param pixelRatio device pixels per CSS pixel
	 */
	constructor(request: RequestOf<SubscriptionRequests>, pixelRatio: () => number) {
		this.#request = request;
		this.#pixelRatio = pixelRatio;
	}

	/** Whether the path for media is there. */
	handleFlowing(flowing: boolean): void {
		this.#flowing = flowing;
	}

	/** A stream is offered under this consumer. */
	handleOffered(participantId: string, kind: StreamKind, consumerId: string): void {
		this.#of(participantId, kind).attach(consumerId);
		setTimeout(() => this.handleStarted(participantId, kind, consumerId), FIRST_PICTURE);
		void this.#schedule();
	}

	/** The first picture of that consumer is there. */
	handleStarted(participantId: string, kind: StreamKind, consumerId: string): void {
		const known = this.#subscriptions.get(key(participantId, kind));
		if (!known) return;
		known.subscription.settle(consumerId);
		void this.#schedule();
	}

	/** That consumer is gone. */
	handleGone(participantId: string, kind: StreamKind, consumerId: string): void {
		this.#of(participantId, kind).detach(consumerId);
	}

	/** A participant is gone for good. */
	handleLeft(participantId: string): void {
		for (const kind of ['audio', 'video', 'share', 'shareAudio'] as const)
			this.#subscriptions.delete(key(participantId, kind));
	}

	/**
	 * @param viewer who says so; several can, and the largest counts
	 * @param width CSS pixels; NaN takes back what the viewer said
	 */
	setViewPort(participantId: string, kind: StreamKind, viewer: object, width: number, height: number): void {
		const ratio = this.#pixelRatio();
		this.#of(participantId, kind).setViewPort(viewer, Math.round(width * ratio), Math.round(height * ratio));
		void this.#schedule();
	}

	/** @returns when the server has it */
	setQuality(participantId: string, kind: StreamKind, quality: Quality | 'auto'): Promise<void> {
		this.#of(participantId, kind).quality = quality;
		return this.#schedule();
	}

	/** @returns when the server has it */
	setPaused(participantId: string, kind: StreamKind, reason: PauseReason, paused: boolean): Promise<void> {
		this.#of(participantId, kind).setPaused(reason, paused);
		return this.#schedule();
	}

	/** Pauses every stream of some kinds, those to come too. @returns when the server has it */
	setAllPaused(kinds: StreamKind[], paused: boolean): Promise<void> {
		for (const kind of kinds) {
			if (paused) this.#allPaused.add(kind);
			else this.#allPaused.delete(kind);
		}
		return this.#schedule();
	}

	/** Whether sizes and sight count; without, everything is received as large as it is sent. */
	setAdaptive(adaptive: boolean): Promise<void> {
		this.#adaptive = adaptive;
		return this.#schedule();
	}

	#of(participantId: string, kind: StreamKind): Subscription {
		const id = key(participantId, kind);
		const known = this.#subscriptions.get(id);
		if (known) return known.subscription;
		const subscription = new Subscription();
		this.#subscriptions.set(id, { kind, subscription });
		return subscription;
	}

	#schedule(): Promise<void> {
		const pause = Math.max(GATHER, this.#sentAt + PACE - performance.now());
		this.#gathering ??= new Promise((resolve) => setTimeout(resolve, pause)).then(() => {
			this.#gathering = null;
			return this.#flush();
		});
		// Callers that wait for the result see the error; the others do not have to.
		this.#gathering.catch(() => {});
		return this.#gathering;
	}

	async #flush(): Promise<void> {
		const consumers: RequestData<'update-consumers'>['consumers'] = [];
		for (const { kind, subscription } of this.#subscriptions.values()) {
			const change = subscription.takeChange(this.#adaptive, this.#allPaused.has(kind), this.#flowing);
			if (change) consumers.push(change);
		}
		if (consumers.length > 0) this.#sentAt = performance.now();
		for (let start = 0; start < consumers.length; start += MOST)
			await this.#request('update-consumers', { consumers: consumers.slice(start, start + MOST) });
	}
}

function key(participantId: string, kind: StreamKind): string {
	return `${kind}/${participantId}`;
}
