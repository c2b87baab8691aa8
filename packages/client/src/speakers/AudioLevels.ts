import { Emitter } from '../events/Emitter.ts';

/** How loud one participant is. */
export interface AudioLevel {
	participantId: string;
	/** 0 (silent) to 1. */
	level: number;
}

/** Volumes below this count as silence, in dBov. */
const FLOOR = -60;

/** After this long without news everybody is silent, in ms; the server tells about four times a second. */
const FADE = 700;

/** Volume in dBov (−127 to 0) as a level that looks even to the eye, 0 to 1. */
export function levelOf(volume: number): number {
	return Math.max(0, Math.min(1, (volume - FLOOR) / -FLOOR));
}

/** Who is how loud. Tells only those whose level changed. */
export class AudioLevels extends Emitter<{ changed: [AudioLevel[]] }> {
	#loud = new Map<string, number>();
	#fade: ReturnType<typeof setTimeout> | undefined;

	handleLevels(levels: { participantId: string; volume: number }[]): void {
		clearTimeout(this.#fade);
		const loud = new Map(levels.map(({ participantId, volume }) => [participantId, levelOf(volume)]));
		const silent = [...this.#loud.keys()].filter((id) => !loud.has(id)).map((id) => [id, 0] as const);
		const changed = [...loud, ...silent].filter(([id, level]) => (this.#loud.get(id) ?? 0) !== level);
		this.#loud = loud;
		if (loud.size > 0) this.#fade = setTimeout(() => this.handleLevels([]), FADE);
		if (changed.length > 0)
			this.emit(
				'changed',
				changed.map(([participantId, level]) => ({ participantId, level })),
			);
	}

	close(): void {
		clearTimeout(this.#fade);
	}
}
