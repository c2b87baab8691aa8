import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/Database.ts';
import { nodeIdOf } from './nodeId.ts';
import { deleteFinishedRun, deleteRun, findRun, lostRuns, otherRuns, type ServerRun, writeRun } from './runStore.ts';

/** ms between two signs of life: how exactly others know when this process died. */
const INTERVAL = 500;
/** ms without a sign of life after which the earlier process on this data folder is dead: three were missed. */
const OWN_TIMEOUT = 3 * INTERVAL;
/** ms without a sign of life after which a process elsewhere is dead: its clock may differ, its database be slow. */
const OTHER_TIMEOUT = 15_000;

export interface HeartbeatOptions {
	readonly database: Database;
	/** Where the id of the node is kept. */
	readonly dataDir: string;
	readonly logger: Logger;
}

/** Tells the other servers on this database that this process lives, and tells this one who of them does not. */
export class Heartbeat {
	/** Of this life of the process. */
	readonly runId = randomUUID();
	readonly #database: Database;
	readonly #logger: Logger;
	readonly #nodeId: string;
	readonly #timer: NodeJS.Timeout;
	#beating: Promise<void> = Promise.resolve();
	#writing = false;
	#closed = false;
	/** Runs that were lost at the look before. */
	#lost = new Set<string>();
	/** Epoch ms of the last sign of life, and since when none of them was missed. */
	#beatAt = 0;
	#steadySince = 0;

	private constructor({ database, logger }: HeartbeatOptions, nodeId: string) {
		this.#database = database;
		this.#logger = logger;
		this.#nodeId = nodeId;
		this.#timer = setInterval(() => this.#beat(), INTERVAL);
	}

	/** Starts to beat; the first sign of life is written when this resolves. */
	static async create(options: HeartbeatOptions): Promise<Heartbeat> {
		const heartbeat = new Heartbeat(options, await nodeIdOf(options.dataDir));
		await heartbeat.#write();
		return heartbeat;
	}

	/**
	 * Those that died: at once for an earlier process on the same data folder, after 15 s for the others. Waits up to
	 * 1.5 s for a process on this folder that may be alive, and for others when the database has only just come back:
	 * nobody could write there. One whose last sign of life is gone is dead when it is so at two looks.
	 */
	async deadRuns(): Promise<ServerRun[]> {
		const dead: ServerRun[] = [];
		for (const run of await otherRuns(this.#database.queries, this.runId)) {
			if (Date.now() - run.aliveAt >= OTHER_TIMEOUT) {
				if (await this.#diedElsewhere(run)) dead.push(run);
			} else if (run.nodeId === this.#nodeId && (await this.#diedHere(run))) dead.push(run);
		}
		return [...dead, ...(await this.#lostTwice())];
	}

	/** Nothing of that process is left to be taken over. */
	async forget(run: ServerRun): Promise<void> {
		await deleteRun(this.#database.queries, run.id);
	}

	/** Stops in order: nobody will look for what this process left. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		clearInterval(this.#timer);
		await this.#beating;
		await deleteFinishedRun(this.#database.queries, this.runId);
	}

	/** A run that another server swept away by mistake is back with its next sign of life. */
	async #lostTwice(): Promise<ServerRun[]> {
		const lost = (await lostRuns(this.#database.queries)).filter(({ id }) => id !== this.runId);
		const before = this.#lost;
		this.#lost = new Set(lost.map(({ id }) => id));
		return lost.filter(({ id }) => before.has(id));
	}

	/** After the database failed, the others need a moment to say that they live. */
	async #diedElsewhere(run: ServerRun): Promise<boolean> {
		const wait = this.#steadySince + OWN_TIMEOUT - Date.now();
		if (wait <= 0) return true;
		await sleep(wait);
		const now = await findRun(this.#database.queries, run.id);
		return now !== undefined && now.aliveAt === run.aliveAt;
	}

	/** Two processes may share a folder by mistake; then the one that lives keeps its calls. */
	async #diedHere(run: ServerRun): Promise<boolean> {
		await sleep(Math.max(0, run.aliveAt + OWN_TIMEOUT - Date.now()));
		const now = await findRun(this.#database.queries, run.id);
		return now !== undefined && now.aliveAt === run.aliveAt;
	}

	#beat(): void {
		// A database that is slow must not pile them up.
		if (this.#writing) return;
		this.#writing = true;
		this.#beating = this.#write()
			.catch((error) => this.#logger.warn({ err: error }, 'sign of life could not be written'))
			.finally(() => {
				this.#writing = false;
			});
	}

	async #write(): Promise<void> {
		await writeRun(this.#database.queries, { id: this.runId, nodeId: this.#nodeId, aliveAt: Date.now() });
		const now = Date.now();
		if (now - this.#beatAt >= OWN_TIMEOUT) this.#steadySince = now;
		this.#beatAt = now;
	}
}
