import { distances, near, Pictures, type Rgb, Sound } from '@roomcast/testing/media/analyse';
import type { DrawnFlash } from './pattern.ts';

/** Where somebody's picture is in a recording, in parts of its width and height. */
export interface Place {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The whole picture. */
export const WHOLE: Place = { x: 0, y: 0, width: 1, height: 1 };

/** From when to when, in seconds of the recording. */
export type Stretch = readonly [from: number, to: number];

/** Pictures and steps of sound a second. */
const RATE = 30;
const STEPS = 100;
/** Seconds of each window in which a tone is measured. */
const WINDOW = 0.05;
/** Shorter pauses are a codec's, not a mute, in seconds. */
const PAUSE = 0.25;
const WHITE = [255, 255, 255] as const;
/** How long the clock of a pattern takes to begin again, in ms. */
const CLOCK_ROUND = 25_600;

/** What a recording shows, and how it sounds, of people who send patterns. */
export class Watched {
	readonly pictures: Pictures | undefined;
	readonly sound: Sound;
	/** Epoch ms of its first moment. */
	readonly begin: number;

	private constructor(begin: number, pictures: Pictures | undefined, sound: Sound) {
		this.begin = begin;
		this.pictures = pictures;
		this.sound = sound;
	}

	/** @param begin epoch ms of its first moment, as the API says it */
	static async read(path: string, begin: number, kinds: 'both' | 'audio' = 'both'): Promise<Watched> {
		const pictures = kinds === 'both' ? await Pictures.read(path, { width: 128, height: 72 }, RATE) : undefined;
		return new Watched(begin, pictures, await Sound.read(path));
	}

	/** Seconds of the recording at an epoch time in ms. */
	second(epochMs: number): number {
		return (epochMs - this.begin) / 1000;
	}

	/** When a pattern of a colour is at a place. */
	seen(colour: Rgb, place: Place = WHOLE): Stretch[] {
		const pictures = this.#need();
		// Beside the flash, below the clock.
		const [x, y] = at(place, 0.12, 0.5);
		const is = Array.from({ length: pictures.count }, (_, frame) => near(pictures.at(frame, x, y), colour, 60));
		return stretches(is, RATE);
	}

	/** When a tone is heard. Tones that are multiples of 20 Hz apart do not hear each other. */
	heard(frequency: number, threshold = 0.05): Stretch[] {
		const steps = Math.floor((this.sound.seconds - WINDOW) * STEPS);
		const is = Array.from(
			{ length: Math.max(0, steps) },
			(_, step) => this.sound.tone(frequency, step / STEPS, step / STEPS + WINDOW) > threshold,
		);
		return stretches(is, STEPS);
	}

	/**
	 * How much later each beep is than its flash, in ms: those well within a stretch in which both are to be had.
	 *
	 * @param drawn when the sender drew them: a busy machine is late with some, which nobody who records can know
	 */
	skews(beep: number, [from, to]: Stretch, drawn: readonly DrawnFlash[], place: Place = WHOLE): number[] {
		const within = (margin: number) => (seconds: number) => seconds > from + margin && seconds < to - margin;
		const late = (seconds: number) =>
			drawn.find(({ at }) => Math.abs(at - this.begin - seconds * 1000) < 500)?.late ?? Number.NaN;
		const flashes = this.#need()
			.onsets(...at(place, 0.5, 0.5), (colour) => near(colour, WHITE, 70))
			.filter(within(0))
			.map((seconds) => seconds - late(seconds) / 1000);
		const beeps = this.sound.onsets(beep, 0.15).filter(within(0.3));
		return distances(beeps, flashes).map((seconds) => Math.round(seconds * 1000));
	}

	/** The longest time within a stretch that the clock of a pattern does not change, in seconds. */
	standstill([from, to]: Stretch, place: Place = WHOLE): number {
		let [longest, since, before] = [0, from, -1];
		for (let frame = Math.ceil(from * RATE); frame <= to * RATE; frame++) {
			const clock = this.#clock(frame, place);
			if (clock !== before) since = frame / RATE;
			before = clock;
			longest = Math.max(longest, frame / RATE - since);
		}
		return longest;
	}

	/** How much later than it was drawn a picture is in the recording, ms; the mean over a stretch. */
	delay([from, to]: Stretch, place: Place = WHOLE): number {
		const delays: number[] = [];
		for (let frame = Math.ceil(from * RATE); frame < to * RATE; frame++) {
			const now = this.begin + (frame / RATE) * 1000;
			// The clock says tenths: on average it was drawn half of one later.
			const drawn = this.#clock(frame, place) * 100 + 50;
			const ago = (((now - drawn) % CLOCK_ROUND) + CLOCK_ROUND) % CLOCK_ROUND;
			delays.push(ago > CLOCK_ROUND / 2 ? ago - CLOCK_ROUND : ago);
		}
		delays.sort((a, b) => a - b);
		// The median ignores single misreadings.
		const calm = delays.slice(Math.floor(delays.length * 0.05), Math.ceil(delays.length * 0.95));
		return Math.round(calm.reduce((sum, one) => sum + one, 0) / calm.length);
	}

	/** Tenths of a second, modulo 256, when a picture was drawn. */
	#clock(frame: number, place: Place): number {
		let gray = 0;
		for (let cell = 0; cell < 8; cell++) {
			const [red] = this.#need().at(frame, ...at(place, (cell + 0.5) / 8, 0.066));
			gray = (gray << 1) | (red > 127 ? 1 : 0);
		}
		let value = gray;
		for (let shift = 1; shift < 8; shift++) value ^= gray >> shift;
		return value;
	}

	#need(): Pictures {
		if (this.pictures === undefined) throw new Error('only its sound was read');
		return this.pictures;
	}
}

function at({ x, y, width, height }: Place, partX: number, partY: number): [number, number] {
	return [x + width * partX, y + height * partY];
}

function stretches(is: readonly boolean[], rate: number): Stretch[] {
	const found: [number, number][] = [];
	for (const [index, holds] of is.entries()) {
		if (!holds) continue;
		const last = found.at(-1);
		if (last !== undefined && index / rate - last[1] < PAUSE) last[1] = (index + 1) / rate;
		else found.push([index / rate, (index + 1) / rate]);
	}
	return found;
}
