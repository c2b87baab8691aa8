import { StallWatch } from './stall-watch.ts';
import { type ReferenceKind, WallSteps } from './wall-steps.ts';
import { WindowedMin } from './windowed-min.ts';

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
/** References that differ by more than this say that the source stalled or that the wall clock was set. */
const MOVED_MS: Readonly<Record<ReferenceKind, number>> = { 'capture-time': 30, 'sender-report': 60 };
/** Packets of this time tell how long they travel: a sender report comes between them. */
const RECENT_MS = 300;
/** So long, and so many packets, are waited for before a sender report is believed that differs. */
const REPORT_MS = 200;
const REPORT_PACKETS = 5;
/** What one may be wrong by who tells a stall and a step apart that came together. */
const BOTH_MS = 80;
/** Two sender reports that differ by less than this come from one: a relay computed both from what the sender said last. */
const SAME_REPORT_MS = 0.5;
/** A sender reports at least this often; a report that is the same for longer is its own. */
const REPEATED_MS = 10_000;

/** What the clock takes beside the clock rate. */
export interface TrackClockOptions {
	/** Packets come at an even pace, as sound does: arrival alone shows a stall of the source. */
	readonly paced?: boolean;
	/** Steps of the sender's wall clock, shared by its tracks. */
	readonly steps?: WallSteps;
}

/**
 * Tells when, on the local monotonic clock, a track's RTP timestamps happened.
 *
 * By arrival first: the packets that travelled fastest mark the line, so the very first packet already has a time. A
 * correction from the sender's wall clock, when it is known for several tracks of one sender, lines these up
 * ({@link SenderClock}). The mapping moves slowly, so recorded time neither jumps nor runs backwards.
 *
 * Two things break the line. Where a source stalls, as a microphone of a busy machine does, time passes that is not in its
 * timestamps: both references move, and the line with them, at once. Where the sender's wall clock is set, that reference
 * alone moves, and is moved back.
 */
export class TrackClock {
	readonly #msPerUnit: number;
	readonly #steps: WallSteps;
	readonly #stalls: StallWatch | undefined;
	/** Local ms at RTP timestamp 0, of the fastest packets. */
	readonly #arrival = new WindowedMin(WINDOW_MS);
	readonly #recent = new WindowedMin(RECENT_MS);
	/** The sender's wall clock at RTP timestamp 0, without its steps. */
	readonly #wall = new WindowedMin(WINDOW_MS);
	/** Local time minus wall time of the fastest packets with a reference. */
	readonly #travel = new WindowedMin(WINDOW_MS);
	#wallKind: ReferenceKind | undefined;
	#stepsMs = 0;
	/** A sender report that differs from those before it, and the fastest packets since. */
	#report: { readonly raw: number; readonly atMs: number; least: number; packets: number } | undefined;
	/** The last sender report: the sender's wall clock at RTP timestamp 0. */
	#reported = Number.NaN;
	/** The last stall: packets that come too early for it say that it was none. */
	#stall: { readonly ms: number; readonly assumed: boolean; readonly atMs: number } | undefined;
	#correction = 0;
	#offset: number | undefined;
	#begunMs = 0;
	#movedMs = 0;
	#last = Number.NaN;
	#suspect: number | undefined;

	/** @param clockRate of the RTP timestamps, Hz */
	constructor(clockRate: number, { paced = false, steps = new WallSteps() }: TrackClockOptions = {}) {
		this.#msPerUnit = 1000 / clockRate;
		this.#steps = steps;
		this.#stalls = paced ? new StallWatch() : undefined;
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

	/**
	 * Takes note of a packet.
	 *
	 * @param timestamp RTP timestamp, unwrapped
	 * @param exact that is when it came; else it may have come before, and tells only where it is faster than others
	 */
	packet(timestamp: number, arrivedMs: number, exact = true): void {
		const offset = arrivedMs - timestamp * this.#msPerUnit;
		const known = this.arrivalOffset;
		if (!exact && known !== undefined && offset >= known) return;
		this.#last = offset;
		const early = this.#stall === undefined ? EARLY_MS : Math.min(EARLY_MS, this.#stall.ms / 2);
		if (known !== undefined && (offset - known > JUMP_MS || known - offset > early)) {
			const jump = Math.abs(offset - known) > JUMP_MS;
			// One packet may be garbage; two that agree are a sender that began again, or a way that is shorter now.
			const agrees = this.#suspect !== undefined && Math.abs(offset - this.#suspect) < (jump ? JUMP_MS : EARLY_MS);
			this.#suspect = offset;
			if (!agrees) return;
			if (jump) this.#restart();
			else this.#wasNoStall(known - offset, arrivedMs);
		}
		this.#suspect = undefined;
		this.#watch(offset, arrivedMs);
		this.#recent.add(offset, arrivedMs);
		this.#arrival.add(offset, arrivedMs);
		this.#weighReport(offset, arrivedMs);
		this.#move(arrivedMs);
	}

	/**
	 * Takes note of the sender's wall clock. Capture times, once seen, put sender reports out of use. A capture time belongs
	 * to the packet that was noted last.
	 */
	reference(kind: ReferenceKind, wallMs: number, timestamp: number, nowMs: number): void {
		if (this.#wallKind === 'capture-time' && kind === 'sender-report') return;
		if (this.#wallKind !== kind) this.#forgetWall(kind);
		const raw = wallMs - timestamp * this.#msPerUnit;
		if (kind === 'capture-time') {
			this.#refer(kind, raw, this.#last, nowMs);
			return;
		}
		if (this.#isRepeated(raw, nowMs) || this.#report !== undefined) return;
		const moved = raw - this.#stepsMs - this.#wall.value;
		if (!Number.isFinite(moved) || Math.abs(moved) <= MOVED_MS[kind]) {
			this.#refer(kind, raw, this.#recent.value, nowMs);
			return;
		}
		this.#report = { raw, atMs: nowMs, least: Number.POSITIVE_INFINITY, packets: 0 };
	}

	/** @param ms what to add to the arrival time so that the sender's tracks line up */
	correct(ms: number): void {
		this.#correction = ms;
	}

	/** Local monotonic ms of a timestamp; `undefined` before the first packet. */
	toLocal(timestamp: number): number | undefined {
		return this.#offset === undefined ? undefined : this.#offset + timestamp * this.#msPerUnit;
	}

	/**
	 * Whether a sender report is from before a stall that was assumed. mediasoup reports each second, by what the sender
	 * reported up to 5 s ago: that nothing stalled since, it cannot know. What a young clock takes for a stall may be none,
	 * as long as it does not know how fast packets travel: there any report counts.
	 */
	#isRepeated(raw: number, nowMs: number): boolean {
		const same = Math.abs(raw - this.#reported) < SAME_REPORT_MS;
		this.#reported = raw;
		const stall = this.#stall;
		if (!same || !stall?.assumed || stall.atMs - this.#begunMs < WINDOW_MS) return false;
		return nowMs - stall.atMs < REPEATED_MS;
	}

	#refer(kind: ReferenceKind, raw: number, came: number, nowMs: number): void {
		const offset = this.#sort(kind, raw - this.#stepsMs, came, nowMs);
		this.#wall.add(offset, nowMs);
		if (Number.isFinite(came)) this.#travel.add(came - offset, nowMs);
	}

	/** What a sender report that differs means is known by the packets after it. */
	#weighReport(offset: number, nowMs: number): void {
		const report = this.#report;
		if (report === undefined) return;
		report.least = Math.min(report.least, offset);
		report.packets += 1;
		if (nowMs - report.atMs < REPORT_MS || report.packets < REPORT_PACKETS) return;
		this.#report = undefined;
		this.#refer('sender-report', report.raw, report.least, nowMs);
	}

	/**
	 * Finds out what a reference says that differs from those before it. Travel tells: what stalled has travelled as long as
	 * ever by its new reference, and where the wall clock was set, by the old one.
	 *
	 * @returns the reference without what the wall clock was set by
	 */
	#sort(kind: ReferenceKind, offset: number, came: number, nowMs: number): number {
		const moved = offset - this.#wall.value;
		if (!Number.isFinite(moved) || !Number.isFinite(this.#travel.value) || !Number.isFinite(came)) return offset;
		const assumed = this.#stall?.assumed ? this.#stall.ms : 0;
		if (assumed !== 0) {
			// The first reference after a stall that was assumed says whether it was one.
			if (Math.abs(moved + assumed) < Math.abs(moved)) this.#shift(-assumed);
			this.#stall = undefined;
			return this.#sort(kind, offset, came, nowMs);
		}
		if (Math.abs(moved) <= MOVED_MS[kind]) return offset;
		const longer = came - offset - this.#travel.value;
		const longerThen = longer + moved;
		let stalled = Math.abs(longer) <= Math.abs(longerThen) ? moved : 0;
		// Nothing travels faster than ever: the clock was set, and what it is late by now is a stall.
		if (longer < -BOTH_MS && longerThen > BOTH_MS) stalled = longerThen;
		if (stalled !== 0) {
			this.#shift(stalled);
			if (stalled > 0) this.#stall = { ms: stalled, assumed: false, atMs: nowMs };
		}
		if (moved !== stalled) this.#setBy(kind, moved - stalled, nowMs);
		return offset - (moved - stalled);
	}

	/** Sound that continues later than before, without a capture time that would say why. */
	#watch(offset: number, nowMs: number): void {
		const known = this.arrivalOffset;
		if (known === undefined) return;
		const stalled = this.#stalls?.packet(offset, known, nowMs);
		if (stalled === undefined || this.#wallKind === 'capture-time') return;
		this.#shift(stalled);
		this.#stall = { ms: stalled, assumed: true, atMs: nowMs };
	}

	/** Packets come too early for the last stall: the network held them up, or the wall clock was set and taken for it. */
	#wasNoStall(early: number, nowMs: number): void {
		const stall = this.#stall;
		this.#stall = undefined;
		if (stall === undefined || early < stall.ms / 2) return;
		this.#shift(-stall.ms);
		if (!stall.assumed && this.#wallKind !== undefined) this.#setBy(this.#wallKind, stall.ms, nowMs);
	}

	#setBy(kind: ReferenceKind, ms: number, nowMs: number): void {
		this.#stepsMs += ms;
		this.#steps.add(kind, ms, this, nowMs);
	}

	/** The line continues later by so much. */
	#shift(by: number): void {
		this.#arrival.shift(by);
		this.#wall.shift(by);
		this.#recent.reset();
		this.#stalls?.reset();
		if (this.#offset !== undefined) this.#offset += by;
	}

	#forgetWall(kind: ReferenceKind | undefined): void {
		this.#wall.reset();
		this.#travel.reset();
		this.#report = undefined;
		this.#wallKind = kind;
		this.#stepsMs = kind === undefined ? 0 : this.#steps.total(kind);
	}

	#restart(): void {
		this.#arrival.reset();
		this.#recent.reset();
		this.#stalls?.reset();
		this.#stall = undefined;
		this.#forgetWall(undefined);
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
