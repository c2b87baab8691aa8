/** Where a wall-clock reference comes from; only references of one kind may be compared between tracks. */
export type ReferenceKind = 'sender-report' | 'capture-time';

/** Tracks of a sender see the same step within this time: sender reports are up to some seconds apart. */
const SAME_STEP_MS = 15_000;
/** What they measure of it differs by less than this. */
const SAME_SIZE_MS = 80;

interface Step {
	readonly kind: ReferenceKind;
	readonly ms: number;
	readonly atMs: number;
	readonly seenBy: Set<object>;
}

/**
 * How far the wall clock of a sender was set since its first track. Each track finds a step on its own, and takes it
 * out of its references; a track that comes later begins with all there were.
 */
export class WallSteps {
	readonly #totals = new Map<ReferenceKind, number>();
	#recent: Step[] = [];

	/** What to take off references so that they continue from before the first step, ms. */
	total(kind: ReferenceKind): number {
		return this.#totals.get(kind) ?? 0;
	}

	/** A track has seen the clock set. @param ms forwards; @param track who saw it */
	add(kind: ReferenceKind, ms: number, track: object, nowMs: number): void {
		this.#recent = this.#recent.filter(({ atMs }) => nowMs - atMs < SAME_STEP_MS);
		const same = this.#recent.find(
			(step) => step.kind === kind && !step.seenBy.has(track) && Math.abs(step.ms - ms) < SAME_SIZE_MS,
		);
		if (same) {
			same.seenBy.add(track);
			return;
		}
		this.#recent.push({ kind, ms, atMs: nowMs, seenBy: new Set([track]) });
		this.#totals.set(kind, this.total(kind) + ms);
	}
}
