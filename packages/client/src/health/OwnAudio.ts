import { Lasting } from './Lasting.ts';
import type { StatsEntry } from './types.ts';

/** How long a microphone is silent until that is reported, in ms; its first sound is reported at once. */
const SILENT = 5000;
/** Mean amplitude below which nothing is recorded, of 1: -80 dBFS, which the noise of a working microphone exceeds. */
const NOTHING = 1e-4;

/** Whether our microphone records anything: one that is muted by a switch of its own does not. */
export class OwnAudio {
	readonly #silence = new Lasting(SILENT, 0);
	#last: { energy: number; seconds: number } | undefined;

	/**
	 * @param entries of the microphone; empty while it is off (W3C webrtc-stats)
	 * @param now monotonic ms
	 * @returns what to report, if anything
	 */
	sample(entries: readonly StatsEntry[], now: number): 'detected' | 'resolved' | undefined {
		const silent = this.#isSilent(entries);
		if (silent === undefined) return undefined;
		return this.#silence.sample(silent, now);
	}

	/** @returns undefined when it is not known */
	#isSilent(entries: readonly StatsEntry[]): boolean | undefined {
		const source = entries.find(({ type, kind }) => type === 'media-source' && kind === 'audio');
		const energy = source?.totalAudioEnergy;
		const seconds = source?.totalSamplesDuration;
		if (typeof energy !== 'number' || typeof seconds !== 'number') {
			this.#last = undefined;
			return entries.length === 0 ? false : undefined;
		}
		const last = this.#last;
		this.#last = { energy, seconds };
		if (!last || seconds <= last.seconds) return undefined;
		return Math.sqrt((energy - last.energy) / (seconds - last.seconds)) < NOTHING;
	}
}
