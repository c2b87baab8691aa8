import type { CaptureChange, CaptureStates, RoomCaptureState } from '@roomcast/contract';

/** What is recorded or streamed of a session, as those in it are told. */
export class RoomCaptures {
	readonly #tell: (change: CaptureChange) => void;
	/** What runs, by its id. */
	readonly #running = new Map<string, CaptureChange>();

	/** @param tell tells everybody in the session */
	constructor(tell: (change: CaptureChange) => void) {
		this.#tell = tell;
	}

	/** Every kind of capture as it stands; of several the newest counts. */
	get states(): CaptureStates {
		const states: Record<keyof CaptureStates, RoomCaptureState> = { recording: 'STOPPED' };
		for (const { capture, status } of this.#running.values()) states[capture] = status;
		return states;
	}

	/** A capture changed. */
	change(change: CaptureChange): void {
		if (change.status === 'STOPPED') this.#running.delete(change.id);
		else this.#running.set(change.id, change);
		this.#tell(change);
	}
}
