import {
	CAPTURE_KINDS,
	type CaptureChange,
	type CaptureKind,
	type CaptureTimes,
	type RoomCaptureState,
	type CaptureStates as Snapshot,
} from '@roomcast/contract/signalling/captures';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';

/** What is told of a capture that failed: before it ran, and while it did. */
const FAILURES: Record<CaptureKind, { start: ClientErrorName; run: ClientErrorName }> = {
	recording: { start: 'START_RECORDING_FAILED', run: 'RECORDING_FAILED' },
};

/** Stands for a capture that ran when we came: the server tells how it stands, not which it is. */
const UNNAMED = '';

interface Running {
	readonly status: RoomCaptureState;
	/** When it was started, in ms since 1970 by the clock of this machine; undefined before, and when it is not known. */
	readonly since: number | undefined;
}

/** Events of {@link CaptureStates}. */
export interface CaptureStateEvents {
	/** A capture changed; without an id it is one that ran when we came. */
	changed: [change: { capture: CaptureKind; status: RoomCaptureState; id?: string; reason?: string }];
	failed: [MeetingError];
}

/** What is recorded or streamed of the meeting as a whole, whoever started it. Of several of a kind the newest counts. */
export class CaptureStates extends Emitter<CaptureStateEvents> {
	/** What runs of each kind, by id, in the order in which it began. */
	readonly #running = new Map(CAPTURE_KINDS.map((kind) => [kind, new Map<string, Running>()]));

	/** How a kind of capture stands. */
	of(kind: CaptureKind): RoomCaptureState {
		return this.#newest(kind)?.status ?? 'STOPPED';
	}

	/** When what is started began, in ms since 1970 by the clock of this machine; null when that is not known. */
	since(kind: CaptureKind): number | null {
		const newest = this.#newest(kind);
		return newest?.status === 'STARTED' ? (newest.since ?? null) : null;
	}

	/**
	 * How everything stands at a join; at a second one only differences are told.
	 *
	 * @param times how long what is started has run, in ms
	 */
	handleSnapshot(states: Snapshot, times: CaptureTimes = {}): void {
		for (const capture of CAPTURE_KINDS) {
			const status = states[capture];
			const running = this.#runningOf(capture);
			const same = this.of(capture) === status;
			// What goes on is still the one that we know.
			const id = same ? ([...running.keys()].at(-1) ?? UNNAMED) : UNNAMED;
			const time = times[capture];
			const since = time === undefined ? undefined : Date.now() - time;
			running.clear();
			if (status !== 'STOPPED') running.set(id, { status, since });
			if (!same) this.emit('changed', { capture, status });
		}
	}

	handleChanged({ capture, status, id, reason }: CaptureChange): void {
		const running = this.#runningOf(capture);
		// Anything but a beginning is news of something that runs: the one that we knew nothing but the state of.
		const known = running.has(id) || status === 'STARTING' ? id : UNNAMED;
		const before = running.get(known);
		if (known !== id || status === 'STOPPED') running.delete(known);
		const since = before?.since ?? (status === 'STARTED' ? Date.now() : undefined);
		if (status !== 'STOPPED') running.set(id, { status, since });
		this.emit('changed', { capture, status, id, ...(reason === undefined ? {} : { reason }) });
		if (reason === undefined || status !== 'STOPPED') return;
		const ran = before !== undefined && before.status !== 'STARTING';
		this.emit('failed', MeetingError.of(FAILURES[capture][ran ? 'run' : 'start'], reason));
	}

	#newest(kind: CaptureKind): Running | undefined {
		return [...this.#runningOf(kind).values()].at(-1);
	}

	#runningOf(kind: CaptureKind): Map<string, Running> {
		return this.#running.get(kind) as Map<string, Running>;
	}
}
