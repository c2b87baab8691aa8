import type { CaptureChange, CaptureStates, CaptureTimes, RoomCaptureState } from '@roomcast/contract';

/** What is recorded or streamed of a session, as those in it are told. */
export class RoomCaptures {
	readonly #tell: (change: CaptureChange) => void;
	/** What runs, by its id. */
	readonly #running = new Map<string, CaptureChange>();
	/** Since when, in ms since 1970, by id. */
	readonly #since = new Map<string, number>();

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

	/** How long what is started has run, in ms; of several the newest counts. */
	get times(): CaptureTimes {
		const times: CaptureTimes = {};
		for (const { capture, status, id } of this.#running.values()) {
			const since = this.#since.get(id);
			if (status === 'STARTED' && since !== undefined) times[capture] = Math.max(0, Date.now() - since);
			else delete times[capture];
		}
		return times;
	}

	/** A capture changed. */
	change(change: CaptureChange): void {
		const { id, status } = change;
		if (status === 'STARTED' && !this.#since.has(id)) this.#since.set(id, Date.now());
		if (status === 'STOPPED') this.#since.delete(id);
		if (status === 'STOPPED') this.#running.delete(id);
		else this.#running.set(id, change);
		this.#tell(change);
	}
}
