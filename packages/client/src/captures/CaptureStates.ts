import {
	CAPTURE_KINDS,
	type CaptureChange,
	type CaptureKind,
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

/** Events of {@link CaptureStates}. */
export interface CaptureStateEvents {
	/** A capture changed; without an id it is one that ran when we came. */
	changed: [change: { capture: CaptureKind; status: RoomCaptureState; id?: string }];
	failed: [MeetingError];
}

/** What is recorded or streamed of the meeting as a whole, whoever started it. */
export class CaptureStates extends Emitter<CaptureStateEvents> {
	/** What runs of each kind, by id, in the order in which it began. */
	readonly #running = new Map(CAPTURE_KINDS.map((kind) => [kind, new Map<string, RoomCaptureState>()]));

	/** How a kind of capture stands; of several that run the newest counts. */
	of(kind: CaptureKind): RoomCaptureState {
		return [...this.#runningOf(kind).values()].at(-1) ?? 'STOPPED';
	}

	/** How everything stands at a join; at a second one only differences are told. */
	handleSnapshot(states: Snapshot): void {
		for (const capture of CAPTURE_KINDS) {
			const status = states[capture];
			const running = this.#runningOf(capture);
			const same = this.of(capture) === status;
			const [id] = [...running.keys()].filter((one) => one !== UNNAMED).slice(-1);
			running.clear();
			// What goes on is still the one that we know.
			if (status !== 'STOPPED') running.set(same && id !== undefined ? id : UNNAMED, status);
			if (!same) this.emit('changed', { capture, status });
		}
	}

	handleChanged({ capture, status, id, reason }: CaptureChange): void {
		const running = this.#runningOf(capture);
		// Anything but a beginning is news of something that runs: the one that we knew nothing but the state of.
		if (!running.has(id) && status !== 'STARTING') {
			const before = running.get(UNNAMED);
			if (running.delete(UNNAMED) && before) running.set(id, before);
		}
		const before = running.get(id);
		if (status === 'STOPPED') running.delete(id);
		else running.set(id, status);
		this.emit('changed', { capture, status, id });
		if (reason === undefined || status !== 'STOPPED') return;
		const { start, run } = FAILURES[capture];
		this.emit('failed', MeetingError.of(before === undefined || before === 'STARTING' ? start : run, reason));
	}

	#runningOf(kind: CaptureKind): Map<string, RoomCaptureState> {
		return this.#running.get(kind) as Map<string, RoomCaptureState>;
	}
}
