import { recall, remember } from '../base/remembered.ts';
import { Store } from '../base/Store.ts';

/** What can be heard beside voices. */
export type Sound = 'knock' | 'message';

/** The tones of each sound, one after the other, Hz. */
const TONES: Readonly<Record<Sound, readonly number[]>> = { knock: [523.25, 659.25], message: [880] };

/** How long a tone is, and when the next one begins, s. */
const LENGTH = 0.35;
const STEP = 0.14;
/** How loud a tone begins; 1 is full scale. */
const VOLUME = 0.07;

/** Least time between two of the same sound, ms: ten messages at once are one sound. */
const REST = 1500;

/** Plays short sounds, unless they are switched off, which this browser remembers. */
export class Chime extends Store<boolean> {
	readonly #speaker: () => string | undefined;
	#context: AudioContext | undefined;
	readonly #last = new Map<Sound, number>();

	/** @param speaker id of the device that plays the sounds; undefined is the one of the system */
	constructor(speaker: () => string | undefined) {
		super(recall('sounds') !== 'off');
		this.#speaker = speaker;
	}

	/** Switches the sounds on or off. */
	turn(on: boolean): void {
		remember('sounds', on ? undefined : 'off');
		this.set(on);
	}

	play(sound: Sound): void {
		const at = performance.now();
		if (!this.state || at - (this.#last.get(sound) ?? Number.NEGATIVE_INFINITY) < REST) return;
		this.#last.set(sound, at);
		this.#context ??= new AudioContext();
		// A sound that cannot be played is no failure of the call.
		void this.#sound(this.#context, TONES[sound]).catch(() => undefined);
	}

	/** Lets go of the sound card. */
	close(): void {
		void this.#context?.close().catch(() => undefined);
		this.#context = undefined;
	}

	async #sound(context: AudioContext, tones: readonly number[]): Promise<void> {
		const speaker = this.#speaker();
		if (speaker !== undefined && 'setSinkId' in context && typeof context.setSinkId === 'function')
			await context.setSinkId(speaker).catch(() => undefined);
		// The browser plays nothing on a page that nobody has touched.
		if (context.state === 'suspended') await context.resume();
		for (const [index, frequency] of tones.entries()) tone(context, frequency, context.currentTime + index * STEP);
	}
}

/** One tone that fades, from a time of the context on, s. */
function tone(context: AudioContext, frequency: number, at: number): void {
	const oscillator = new OscillatorNode(context, { frequency });
	const volume = new GainNode(context, { gain: 0 });
	volume.gain.setValueAtTime(0, at);
	volume.gain.linearRampToValueAtTime(VOLUME, at + 0.01);
	volume.gain.exponentialRampToValueAtTime(VOLUME / 1000, at + LENGTH);
	oscillator.connect(volume).connect(context.destination);
	oscillator.start(at);
	oscillator.stop(at + LENGTH);
}
