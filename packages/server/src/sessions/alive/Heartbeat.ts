import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/Database.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import { epochMs } from '../../time/clock.ts';
import { nodeIdOf } from './nodeId.ts';
import { deleteFinishedRun, deleteRun, findRun, lostRuns, otherRuns, type ServerRun, writeRun } from './runStore.ts';

/** ms between two signs of life: how exactly others know when this process died. */
const INTERVAL = 500;
/** ms without another sign of life after which the earlier process on this data folder is dead: three were missed. */
const OWN_TIMEOUT = 3 * INTERVAL;
/** ms without another sign of life after which a process elsewhere is dead: its database may be slow. */
const OTHER_TIMEOUT = 15_000;
/** The same in a cluster, where calls wait for another to take over, and whoever was only slow gives way. */
const OTHER_TIMEOUT_IN_CLUSTER = 2_500;

export interface HeartbeatOptions {
	readonly database: Database;
	/** Where the id of the node is kept. */
	readonly dataDir: string;
	readonly logger: Logger;
	/** Whether others can take over at once what a process leaves; default: no. */
	readonly inCluster?: boolean;
	/** The clock by which others are silent; default `awakeMs`. */
	readonly now?: () => number;
}

/** What was seen of a process. */
interface Sighting {
	readonly aliveAt: number;
	/** Since when that is its last sign of life. */
	readonly since: number;
}

/**
 * Tells the other servers on this database that this process lives, and tells this one who of them does not. Signs of
 * life carry the wall clock of their sender, which others may not have: one that does not change for long enough,
 * by the clock of this process, is the last.
 */
export class Heartbeat {
	/** Of this life of the process. */
	readonly runId = randomUUID();
	readonly #database: Database;
	readonly #logger: Logger;
	readonly #nodeId: string;
	readonly #timer: NodeJS.Timeout;
	#beating: Promise<void> = Promise.resolve();
	#writing = false;
	#asked: Promise<void> | undefined;
	#closed = false;
	/** Runs that were lost at the look before. */
	#lost = new Set<string>();
	/** The last signs of life of the others, by run. */
	readonly #seen = new Map<string, Sighting>();
	readonly #now: () => number;
	readonly #otherTimeout: number;
	/** When the last own sign of life was given, and since when none of them was missed. */
	#beatAt = Number.NEGATIVE_INFINITY;
	#steadySince = 0;

	private constructor({ database, logger, inCluster = false, now = awakeMs }: HeartbeatOptions, nodeId: string) {
		this.#otherTimeout = inCluster ? OTHER_TIMEOUT_IN_CLUSTER : OTHER_TIMEOUT;
		this.#database = database;
		this.#logger = logger;
		this.#nodeId = nodeId;
		this.#now = now;
		this.#timer = setInterval(() => this.#beat(), INTERVAL);
	}

	/** Starts to beat; the first sign of life is written when this resolves. */
	static async create(options: HeartbeatOptions): Promise<Heartbeat> {
		const heartbeat = new Heartbeat(options, await nodeIdOf(options.dataDir));
		await heartbeat.#write();
		return heartbeat;
	}

	/**
	 * Those that died: after 1.5 s for an earlier process on the same data folder, which are waited for; for the others at
	 * the first look after 15 s, or 2.5 s in a cluster. Waits 1.5 s for these, too, when the database has only just come back: nobody could write
	 * there. One whose last sign of life is gone is dead when it is so at two looks.
	 */
	async deadRuns(): Promise<ServerRun[]> {
		const dead: ServerRun[] = [];
		const runs = await otherRuns(this.#database.queries, this.runId);
		for (const id of this.#seen.keys()) if (!runs.some((run) => run.id === id)) this.#seen.delete(id);
		for (const run of runs) {
			const since = this.#lastChange(run);
			if (run.nodeId === this.#nodeId) {
				if (await this.#stillSilent(run, since + OWN_TIMEOUT)) dead.push(run);
			} else if (this.#now() - since >= this.#otherTimeout) {
				// After the database failed, the others need a moment to say that they live.
				if (await this.#stillSilent(run, this.#steadySince + OWN_TIMEOUT)) dead.push(run);
			}
		}
		return [...dead, ...(await this.#lostTwice())];
	}

	/** Other processes on this database that gave a sign of life a moment ago, as far as this one saw. */
	async others(): Promise<ServerRun[]> {
		const runs = await otherRuns(this.#database.queries, this.runId);
		return runs.filter((run) => this.#now() - this.#lastChange(run) < OWN_TIMEOUT);
	}

	/** Writes a sign of life now: tells whether the database takes writes. @throws what it says when it does not */
	write(): Promise<void> {
		if (this.#closed) return Promise.reject(new Error('the server has stopped'));
		// One at a time, however many ask a database that does not answer.
		this.#asked ??= this.#write().finally(() => {
			this.#asked = undefined;
		});
		return this.#asked;
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
		await this.#asked?.catch(() => {});
		await deleteFinishedRun(this.#database.queries, this.runId).catch((error) =>
			// Others find out by its last sign of life; the rest of the server is closed all the same.
			this.#logger.warn({ err: error }, 'the end of this run could not be written'),
		);
	}

	/** A run that another server swept away by mistake is back with its next sign of life. */
	async #lostTwice(): Promise<ServerRun[]> {
		const lost = (await lostRuns(this.#database.queries)).filter(({ id }) => id !== this.runId);
		const before = this.#lost;
		this.#lost = new Set(lost.map(({ id }) => id));
		return lost.filter(({ id }) => before.has(id));
	}

	/** Since when its last sign of life is what it is, as far as this process saw. */
	#lastChange({ id, aliveAt }: ServerRun): number {
		const seen = this.#seen.get(id);
		if (seen?.aliveAt === aliveAt) return seen.since;
		const since = this.#now();
		this.#seen.set(id, { aliveAt, since });
		return since;
	}

	/** Whether there is no other sign of life by then. Two processes may share a folder by mistake: both keep their calls. */
	async #stillSilent(run: ServerRun, until: number): Promise<boolean> {
		if (this.#now() >= until) return true;
		while (this.#now() < until) await sleep(until - this.#now());
		const found = await findRun(this.#database.queries, run.id);
		return found !== undefined && found.aliveAt === run.aliveAt;
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
		await writeRun(this.#database.queries, { id: this.runId, nodeId: this.#nodeId, aliveAt: epochMs() });
		const now = this.#now();
		if (now - this.#beatAt >= OWN_TIMEOUT) this.#steadySince = now;
		this.#beatAt = now;
	}
}
