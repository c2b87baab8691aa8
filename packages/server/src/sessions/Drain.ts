import { setTimeout as sleep } from 'node:timers/promises';
import { RoomcastError } from '@roomcast/contract';

/** ms between two looks at whether calls still run. */
const POLL_INTERVAL = 200;

/** The orderly end of a server: nobody joins, and the running calls continue until they are over. */
export class Drain {
	readonly #running: { readonly hosts: readonly unknown[] };
	#started = false;

	/** @param running the sessions that run in this process */
	constructor(running: { readonly hosts: readonly unknown[] }) {
		this.#running = running;
	}

	get started(): boolean {
		return this.#started;
	}

	/** @throws RoomcastError SHUTTING_DOWN when it has started */
	check(): void {
		if (this.#started) throw new RoomcastError('SHUTTING_DOWN');
	}

	/** Starts it. Resolves when no session runs. */
	async start(): Promise<void> {
		this.#started = true;
		while (this.#running.hosts.length > 0) await sleep(POLL_INTERVAL);
	}
}
