import { WindowedMin } from './windowed-min.ts';

/** Where a wall-clock reference comes from; only references of one kind may be compared between tracks. */
export type ReferenceKind = 'sender-report' | 'capture-time';

const WINDOW_MS = 4000;
/** A correction larger than this is made at once, a smaller one little by little. */
const STEP_MS = 250;
/** A difference this large is no delay: the timestamps have another beginning. */
const JUMP_MS = 2000;
/** A packet this much faster than any before it is believed when the next one is as fast: a forged timestamp looks so. */
const EARLY_MS = 100;
/** How fast a small correction is made: ms per second. Unnoticed in sound, and far above any crystal's drift. */
const SLEW_MS_PER_S = 5;
/** While a track is this young its clock follows corrections at once: nothing has been recorded of it to speak of. */
const YOUNG_MS = 1500;

/**
 * Tells when, on the local monotonic clock, a track's RTP timestamps happened.
 *
 * By arrival first: the packets that travelled fastest mark the line, so the very first packet already has a time. A
 * correction from the sender's wall clock, when it is known for several tracks of one sender, lines these up
 * ({@link SenderClock}). The mapping moves slowly, so recorded time neither jumps nor runs backwards.
 */
export class TrackClock {
	readonly #msPerUnit: number;
	readonly #arrival = new WindowedMin(WINDOW_MS);
	readonly #wall = new WindowedMin(WINDOW_MS * 4);
	#wallKind: ReferenceKind | undefined;
	#correction = 0;
	#offset: number | undefined;
	#begunMs = 0;
	#movedMs = 0;
	#suspect: number | undefined;

	/** @param clockRate of the RTP timestamps, Hz */
	constructor(clockRate: number) {
		this.#msPerUnit = 1000 / clockRate;
	}

	/** Local ms at RTP timestamp 0, by arrival alone. */
	get arrivalOffset(): number | undefined {
		return Number.isFinite(this.#arrival.value) ? this.#arrival.value : undefined;
	}

	/** The sender's wall-clock ms at RTP timestamp 0, and where that is known from. */
	get wall(): { readonly offset: number; readonly kind: ReferenceKind } | undefined {
		return this.#wallKind && Number.isFinite(this.#wall.value)
			? { offset: this.#wall.value, kind: this.#wallKind }
			: undefined;
	}

	/** Takes note of a packet. @param timestamp RTP timestamp, unwrapped */
	packet(timestamp: number, arrivedMs: number): void {
		const offset = arrivedMs - timestamp * this.#msPerUnit;
		const known = this.arrivalOffset;
		if (known !== undefined && (offset - known > JUMP_MS || known - offset > EARLY_MS)) {
			const jump = Math.abs(offset - known) > JUMP_MS;
			// One packet may be garbage; two that agree are a sender that began anew, or a way that is shorter now.
			const agrees = this.#suspect !== undefined && Math.abs(offset - this.#suspect) < (jump ? JUMP_MS : EARLY_MS);
			this.#suspect = offset;
			if (!agrees) return;
			if (jump) this.#restart();
		}
		this.#suspect = undefined;
		this.#arrival.add(offset, arrivedMs);
		this.#move(arrivedMs);
	}

	/** Takes note of the sender's wall clock. Capture times, once seen, put sender reports out of use. */
	reference(kind: ReferenceKind, wallMs: number, timestamp: number, nowMs: number): void {
		if (this.#wallKind === 'capture-time' && kind === 'sender-report') return;
		const offset = wallMs - timestamp * this.#msPerUnit;
		if (this.#wallKind !== kind || Math.abs(offset - this.#wall.value) > JUMP_MS) this.#wall.reset();
		this.#wallKind = kind;
		this.#wall.add(offset, nowMs);
	}

	/** @param ms what to add to the arrival time so that the sender's tracks line up */
	correct(ms: number): void {
		this.#correction = ms;
	}

	/** Local monotonic ms of a timestamp; `undefined` before the first packet. */
	toLocal(timestamp: number): number | undefined {
		return this.#offset === undefined ? undefined : this.#offset + timestamp * this.#msPerUnit;
	}

	#restart(): void {
		this.#arrival.reset();
		this.#wall.reset();
		this.#wallKind = undefined;
		this.#offset = undefined;
	}

	#move(nowMs: number): void {
		const target = this.#arrival.value + this.#correction;
		if (this.#offset === undefined) {
			this.#offset = target;
			this.#begunMs = nowMs;
		} else {
			const error = target - this.#offset;
			const atOnce = Math.abs(error) > STEP_MS || nowMs - this.#begunMs < YOUNG_MS;
			const step = ((nowMs - this.#movedMs) / 1000) * SLEW_MS_PER_S;
			this.#offset += atOnce ? error : Math.max(-step, Math.min(step, error));
		}
		this.#movedMs = nowMs;
	}
}
