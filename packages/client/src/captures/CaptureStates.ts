import {
	CAPTURE_KINDS,
	type CaptureChange,
	type RoomCapture,
	type RoomCaptureKind,
	type RoomCaptureState,
} from '@roomcast/contract/captures';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { epochMs } from '../time/clock.ts';

/** The errors of a failed capture: before it ran, and while it ran. */
const FAILURES: Record<RoomCaptureKind, { start: ClientErrorName; run: ClientErrorName }> = {
	recording: { start: 'START_RECORDING_FAILED', run: 'RECORDING_FAILED' },
	livestream: { start: 'START_LIVESTREAM_FAILED', run: 'LIVESTREAM_FAILED' },
	hls: { start: 'START_HLS_FAILED', run: 'HLS_FAILED' },
};

interface Running {
	readonly change: RoomCapture;
	/** When it was started, in ms since 1970 by the clock of this machine; undefined before. */
	readonly since: number | undefined;
}

/** Events of {@link CaptureStates}. */
export interface CaptureStateEvents {
	changed: [CaptureChange];
	failed: [MeetingError];
}

/** What is recorded or streamed of the meeting as a whole, no matter who started it. If several of a kind run, the newest counts. */
export class CaptureStates extends Emitter<CaptureStateEvents> {
	/** What runs of each kind, by id, in the order in which it began. */
	readonly #running = new Map(CAPTURE_KINDS.map((kind) => [kind, new Map<string, Running>()]));

	/** How a kind of capture stands. */
	of(kind: RoomCaptureKind): RoomCaptureState {
		return this.newest(kind)?.status ?? 'STOPPED';
	}

	/** When what is started began, in ms since 1970 by the clock of this machine; null when nothing is. */
	since(kind: RoomCaptureKind): number | null {
		const newest = this.#newest(kind);
		return newest?.change.status === 'STARTED' || newest?.change.status === 'PLAYABLE' ? (newest.since ?? null) : null;
	}

	/** The newest that runs. */
	newest(kind: RoomCaptureKind): RoomCapture | undefined {
		return this.#newest(kind)?.change;
	}

	/** What runs at a join; a second join reports only differences. */
	handleSnapshot(captures: readonly RoomCapture[]): void {
		for (const [capture, running] of this.#running) {
			const before = [...running.values()];
			running.clear();
			for (const { runningFor, ...change } of captures.filter((one) => one.capture === capture)) {
				const since = runningFor === undefined ? undefined : epochMs() - runningFor;
				running.set(change.id, { change, since });
				const known = before.find(({ change: { id } }) => id === change.id);
				if (known?.change.status !== change.status) this.emit('changed', change);
			}
			for (const { change } of before)
				if (!running.has(change.id)) this.emit('changed', { ...change, status: 'STOPPED' });
		}
	}

	handleChanged(told: CaptureChange): void {
		const { runningFor: _, reason, reasonCode, ...change } = told;
		const { capture, status, id } = change;
		const running = this.#running.get(capture) as Map<string, Running>;
		const before = running.get(id);
		if (status === 'STOPPED') running.delete(id);
		else running.set(id, { change, since: before?.since ?? (status === 'STARTED' ? epochMs() : undefined) });
		this.emit('changed', {
			...change,
			...(reason === undefined ? {} : { reason }),
			...(reasonCode === undefined ? {} : { reasonCode }),
		});
		if (reason === undefined || status !== 'STOPPED') return;
		const ran = before !== undefined && before.change.status !== 'STARTING';
		this.emit('failed', MeetingError.of(FAILURES[capture][ran ? 'run' : 'start'], reason, undefined, reasonCode));
	}

	#newest(kind: RoomCaptureKind): Running | undefined {
		return [...(this.#running.get(kind)?.values() ?? [])].at(-1);
	}
}
