import type { RequestData } from '@roomcast/contract/signalling/requests';
import type { Quality } from '../participants/types.ts';

/** Why a stream is not received: its `pause()`, or it is not consumed. */
export type PauseReason = 'stream' | 'not consumed';

type Change = RequestData<'update-consumers'>['consumers'][number];

/** Longest side that the contract allows; as a size it means "as large as there is". */
const UNLIMITED = 16384;

/** What is wanted of one kind of stream of one participant, and what the server knows of it. */
export class Subscription {
	quality: Quality | 'auto' = 'auto';
	readonly #viewPorts = new Map<object, { width: number; height: number }>();
	readonly #pauses = new Set<PauseReason>();
	#consumerId: string | null = null;
	/** Nothing has arrived from this consumer yet. */
	#starting = false;
	#sent: Required<Omit<Change, 'consumerId'>> = AS_OFFERED;

	/** A new consumer: the server knows nothing of it yet. */
	attach(consumerId: string): void {
		this.#consumerId = consumerId;
		this.#starting = true;
		this.#sent = AS_OFFERED;
	}

	/** The first picture is there, or not to be waited for. */
	settle(consumerId: string): void {
		if (this.#consumerId === consumerId) this.#starting = false;
	}

	detach(consumerId: string): void {
		if (this.#consumerId === consumerId) this.#consumerId = null;
	}

	/** @param width device pixels; NaN takes the viewer back */
	setViewPort(viewer: object, width: number, height: number): void {
		if (Number.isNaN(width)) this.#viewPorts.delete(viewer);
		else this.#viewPorts.set(viewer, { width: limit(width), height: limit(height) });
	}

	setPaused(reason: PauseReason, paused: boolean): void {
		if (paused) this.#pauses.add(reason);
		else this.#pauses.delete(reason);
	}

	/**
	 * What to send to the server, once; null if it knows everything.
	 *
	 * @param adaptive whether sizes and sight count
	 * @param allPaused whether all streams of this kind are paused
	 * @param flowing whether media flows already. Then the first picture is on its way in some size, and asking for
	 *   another one would begin the wait for it again: browsers make a key frame at most every 300 ms.
	 */
	takeChange(adaptive: boolean, allPaused: boolean, flowing: boolean): Change | null {
		if (this.#consumerId === null) return null;
		const sizes = adaptive ? [...this.#viewPorts.values()] : [];
		const seen = sizes.filter(({ width, height }) => width > 0 && height > 0);
		const largest = seen.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a), seen[0] ?? UNKNOWN);
		const outOfSight = sizes.length > 0 && seen.length === 0;
		// The size before it went out of sight is the likely one when it comes back.
		const { width, height } = outOfSight ? this.#sent : largest;
		const sent = this.#sent;
		const size = this.#starting && flowing ? sent : { width, height, quality: this.quality };
		const wanted = { ...size, paused: allPaused || outOfSight || this.#pauses.size > 0 };
		this.#sent = wanted;
		const change: Change = { consumerId: this.#consumerId };
		if (wanted.paused !== sent.paused) change.paused = wanted.paused;
		if (wanted.width !== sent.width || wanted.height !== sent.height)
			Object.assign(change, { width: wanted.width, height: wanted.height });
		if (wanted.quality !== sent.quality) change.quality = wanted.quality;
		return Object.keys(change).length > 1 ? change : null;
	}
}

const UNKNOWN = { width: UNLIMITED, height: UNLIMITED };
const AS_OFFERED = { paused: false, ...UNKNOWN, quality: 'auto' } as const;

function limit(pixels: number): number {
	return Math.max(0, Math.min(UNLIMITED, Math.round(pixels)));
}
