import type { CaptureChange, RoomCapture } from '@roomcast/contract';

/** What is recorded or streamed of a session, as those in it see it. */
export class CaptureStates {
	readonly #tell: (change: CaptureChange) => void;
	/** What runs, by its id. */
	readonly #running = new Map<string, { readonly change: RoomCapture; readonly since: number | undefined }>();

	/** @param tell tells everybody in the session */
	constructor(tell: (change: CaptureChange) => void) {
		this.#tell = tell;
	}

	/** What runs now, the oldest first. */
	get running(): RoomCapture[] {
		const now = performance.now();
		return [...this.#running.values()].map(({ change, since }) =>
			since === undefined ? change : { ...change, runningFor: Math.round(now - since) },
		);
	}

	/** A capture changed. What a change does not say of it stays as it was. */
	change(change: CaptureChange): void {
		const { reason, reasonCode, ...facts } = change;
		const before = this.#running.get(change.id);
		const since = before?.since ?? (change.status === 'STARTED' ? performance.now() : undefined);
		const full = { ...before?.change, ...facts };
		if (change.status === 'STOPPED') this.#running.delete(change.id);
		else this.#running.set(change.id, { change: full, since });
		this.#tell({
			...full,
			...(reason === undefined ? {} : { reason }),
			...(reasonCode === undefined ? {} : { reasonCode }),
		});
	}
}
