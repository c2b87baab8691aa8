import { OpusDecoder } from '../av/audio-decoder.ts';
import { CodedPacket } from '../av/coded-packet.ts';
import type { TimedFrame } from '../inputs/track-input.ts';
import { conceal, crossfade, HISTORY_SAMPLES } from './conceal.ts';
import { AudioRing } from './ring.ts';
import { stretch } from './stretch.ts';

const SAMPLES_PER_MS = 48;
/** A difference between where sound should be and where it would follow on that is no drift but a pause: 100 ms. */
const MAX_DRIFT = 100 * SAMPLES_PER_MS;
/** Drift below this is left alone: 2 ms. */
const MIN_DRIFT = 2 * SAMPLES_PER_MS;
/** A difference is made up for over about this many samples: four seconds. */
const CATCH_UP = 4 * 48_000;
/** The most a frame is stretched by. */
const MAX_STRETCH = 0.005;
/** Concealment is silent after this: 80 ms. */
const CONCEAL_FADE = 80 * SAMPLES_PER_MS;
const CROSSFADE = 5 * SAMPLES_PER_MS;
/**
 * While a track is this young, sound that was laid too late is moved at once: 2 s. Packets that came while the process was
 * busy look late, and it is often busy when it begins; the track's clock knows better with the next ones, and the picture
 * follows it at once.
 */
const YOUNG = 2 * 48_000;
/** What a young track is moved by at least: 10 ms. Less is made up for unheard. */
const MIN_MOVE = 10 * SAMPLES_PER_MS;

/** Decodes one track's sound and lays it on the time line, closing holes and following the sender's clock. */
export class AudioFeed {
	readonly ring = new AudioRing(3 * 48_000);
	readonly #decoder = new OpusDecoder();
	readonly #startMs: number;
	readonly #history = new Float32Array(HISTORY_SAMPLES * 2);
	/** Where the next frame follows on; `undefined` after a pause. */
	#next: number | undefined;
	/** Where the track's first sound was laid. */
	#first: number | undefined;

	/** @param startMs local monotonic ms of the composition's start */
	constructor(startMs: number) {
		this.#startMs = startMs;
	}

	push(frame: TimedFrame): void {
		const packet = CodedPacket.fromData(frame.data, 0, 0, true);
		const decoded = this.#decoder.decode(packet);
		packet.free();
		if (!decoded || decoded.length === 0) return;
		const target = Math.round((frame.localMs - this.#startMs) * SAMPLES_PER_MS);
		this.#place(decoded, target);
	}

	close(): void {
		this.#decoder.close();
	}

	#place(decoded: Float32Array, target: number): void {
		const samples = decoded.length / 2;
		if (this.#next === undefined) {
			this.#begin(decoded, target);
			return;
		}
		const ahead = target - this.#next;
		const young = this.#next - (this.#first ?? this.#next) < YOUNG;
		if (ahead > samples / 2 || ahead < (young ? -MIN_MOVE : -MAX_DRIFT)) {
			this.#bridge(decoded, ahead > 0 && ahead <= MAX_DRIFT * 10 ? ahead : undefined, target);
			return;
		}
		const correction =
			Math.abs(ahead) < MIN_DRIFT ? 0 : Math.max(-MAX_STRETCH, Math.min(MAX_STRETCH, ahead / CATCH_UP));
		this.#write(this.#next, stretch(decoded, Math.round(samples * (1 + correction))));
	}

	/** Begins after silence: fades in, as the first sample may be anywhere. */
	#begin(decoded: Float32Array, target: number): void {
		crossfade(new Float32Array(CROSSFADE * 2), decoded);
		this.#first ??= target;
		this.#write(target, decoded);
	}

	/** Closes a hole with what was heard last, or, where time jumped, lets that fade and begins again. */
	#bridge(decoded: Float32Array, hole: number | undefined, target: number): void {
		const from = this.#next ?? target;
		if (hole === undefined) {
			this.ring.write(from, conceal(this.#history, CROSSFADE, CROSSFADE));
			this.#begin(decoded, target);
			return;
		}
		const filled = conceal(this.#history, hole + CROSSFADE, CONCEAL_FADE);
		this.ring.write(from, filled.subarray(0, hole * 2));
		crossfade(filled.subarray(hole * 2), decoded);
		this.#write(target, decoded);
	}

	#write(position: number, sound: Float32Array): void {
		this.ring.write(position, sound);
		this.#next = position + sound.length / 2;
		if (sound.length >= this.#history.length) {
			this.#history.set(sound.subarray(sound.length - this.#history.length));
		} else {
			this.#history.copyWithin(0, sound.length);
			this.#history.set(sound, this.#history.length - sound.length);
		}
	}
}
