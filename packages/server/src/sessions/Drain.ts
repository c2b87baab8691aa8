import { setTimeout as sleep } from 'node:timers/promises';
import { RoomcastError } from '@roomcast/contract';

/** ms between two looks at whether calls still run. */
const POLL_INTERVAL = 200;
/** Looks between two tries to hand over what stayed. */
const HAND_OVER_EVERY = 25;

/**
 * The orderly end of a server: nobody joins, and the running calls continue until they are over. In a cluster, they
 * continue at other nodes.
 */
export class Drain {
	readonly #running: { readonly hosts: readonly unknown[] };
	#handOver: (() => Promise<void>) | undefined;
	#started = false;

	/** @param running the sessions that run in this process */
	constructor(running: { readonly hosts: readonly unknown[] }) {
		this.#running = running;
	}

	/** Hands sessions to other nodes, when it has started. */
	useHandOver(handOver: () => Promise<void>): void {
		this.#handOver = handOver;
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
		for (let looks = 0; this.#running.hosts.length > 0; looks++) {
			if (looks % HAND_OVER_EVERY === 0) await this.#handOver?.();
			if (this.#running.hosts.length > 0) await sleep(POLL_INTERVAL);
		}
	}
}
