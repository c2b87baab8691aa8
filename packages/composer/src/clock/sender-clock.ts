import type { TrackClock } from './track-clock.ts';
import { WallSteps } from './wall-steps.ts';

/** A larger disagreement between wall clock and arrival is a broken wall clock, ms. */
const MAX_CORRECTION_MS = 1000;

/**
 * Lines up the tracks of one sender. Each tells its wall clock and its arrival; the track that travels slowest sets the
 * delay for all, so that none is asked to be played before it has come.
 */
export class SenderClock {
	/** How far its wall clock was set; each of its tracks is made with it. */
	readonly steps = new WallSteps();
	readonly #tracks = new Set<TrackClock>();

	add(track: TrackClock): void {
		this.#tracks.add(track);
	}

	remove(track: TrackClock): void {
		this.#tracks.delete(track);
	}

	/** Computes the corrections again; call after a reference was added to one of the tracks. */
	align(): void {
		for (const kind of ['sender-report', 'capture-time'] as const) {
			const known = [...this.#tracks].flatMap((track) => {
				const { wall, arrivalOffset } = track;
				return wall?.kind === kind && arrivalOffset !== undefined
					? [{ track, delay: arrivalOffset - wall.offset }]
					: [];
			});
			const slowest = Math.max(...known.map(({ delay }) => delay));
			for (const { track, delay } of known) {
				const correction = slowest - delay;
				track.correct(correction <= MAX_CORRECTION_MS ? correction : 0);
			}
		}
	}
}
