import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database, Queries } from '../../db/Database.ts';
import { Superseded } from '../../db/Superseded.ts';
import { untilWritten } from '../../db/untilWritten.ts';
import { Elsewhere, type Home, type Homes } from './Homes.ts';
import {
	claimHome,
	freeHomes,
	holdsHome,
	homeOf,
	homesOf,
	lostHomes,
	releaseHome,
	roomOfResumeHash,
	type StoredHome,
	takeHome,
} from './store.ts';

/** ms that a stop waits for rooms that are let go. */
const CLOSE_WITHIN = 2_000;

export interface SharedHomesOptions {
	readonly database: Database;
	/** Of this life of the process. */
	readonly runId: string;
	readonly logger: Logger;
}

/** A room that this process has, or asks for. */
interface Held {
	readonly claimed: Promise<StoredHome>;
	/** Once it is claimed. */
	epoch: number | undefined;
	holds: number;
}

/** Homes that several servers on one PostgreSQL agree about: a row for each room. */
export class SharedHomes implements Homes {
	readonly #database: Database;
	readonly #runId: string;
	readonly #logger: Logger;
	readonly #held = new Map<string, Held>();
	/** Rooms that are being taken over. */
	readonly #taking = new Map<string, Promise<unknown>>();
	/** Rooms that are being let go. */
	readonly #releasing = new Map<string, Promise<void>>();
	readonly #lostListeners = new Set<(room: string, epoch: number) => void>();
	/** Servers that were written nowhere at the sweep before. */
	#missing = new Set<string>();

	constructor({ database, runId, logger }: SharedHomesOptions) {
		this.#database = database;
		this.#runId = runId;
		this.#logger = logger;
	}

	async hold(room: string): Promise<Home> {
		const held = this.#held.get(room) ?? this.#claim(room);
		held.holds++;
		try {
			const { runId, epoch } = await held.claimed;
			if (runId !== this.#runId) throw new Elsewhere(runId);
			held.epoch = epoch;
			await this.#taking.get(room);
			return this.#home(room, held, epoch);
		} catch (error) {
			if (--held.holds === 0 && this.#held.get(room) === held) this.#held.delete(room);
			throw error;
		}
	}

	async elsewhere(room: string): Promise<string | undefined> {
		if (this.#held.has(room)) return undefined;
		const home = await homeOf(this.#database.queries, room);
		return home?.runId === this.#runId ? undefined : home?.runId;
	}

	async elsewhereOf(resumeHash: string): Promise<string | undefined> {
		const room = await roomOfResumeHash(this.#database.queries, resumeHash);
		return room === undefined ? undefined : this.elsewhere(room);
	}

	async taking<T>(room: string, work: () => Promise<T>): Promise<T> {
		const taken = work();
		this.#taking.set(
			room,
			taken.catch(() => {}),
		);
		try {
			return await taken;
		} finally {
			this.#taking.delete(room);
		}
	}

	take(transaction: Queries, room: string): Promise<number> {
		return takeHome(transaction, room, this.#runId);
	}

	taken(room: string, epoch: number): Home {
		const held = { claimed: Promise.resolve({ runId: this.#runId, epoch }), epoch, holds: 1 };
		this.#held.set(room, held);
		return this.#home(room, held, epoch);
	}

	async guard(transaction: Queries, room: string, epoch: number): Promise<void> {
		if (await holdsHome(transaction, room, { runId: this.#runId, epoch })) return;
		const held = this.#held.get(room);
		if (held?.epoch === epoch) this.#lose(room, held);
		throw new Superseded(`another server has taken room ${room}, and this one writes nothing more about it`);
	}

	async free(runId: string): Promise<void> {
		await freeHomes(this.#database.queries, runId);
	}

	async sweep(): Promise<void> {
		// What is claimed from here on is not among what the database tells.
		const here = [...this.#held].filter(([, { epoch }]) => epoch !== undefined);
		if (here.length > 0) {
			const mine = await homesOf(this.#database.queries, this.#runId);
			for (const [room, held] of here)
				if (this.#held.get(room) === held && mine.get(room) !== held.epoch) this.#lose(room, held);
		}
		const missing = new Set(await lostHomes(this.#database.queries));
		// One that another server swept away by mistake is back with its next sign of life.
		for (const runId of missing) if (this.#missing.has(runId) && runId !== this.#runId) await this.free(runId);
		this.#missing = missing;
	}

	async close(): Promise<void> {
		// The end of a session lets its room go a moment after it is written.
		await setImmediate();
		const late = sleep(CLOSE_WITHIN, undefined, { ref: false });
		await Promise.race([Promise.all(this.#releasing.values()), late]);
	}

	giveUp(room: string): void {
		const held = this.#held.get(room);
		if (held?.epoch !== undefined) this.#lose(room, held);
	}

	onLost(listener: (room: string, epoch: number) => void): void {
		this.#lostListeners.add(listener);
	}

	#claim(room: string): Held {
		const before = this.#releasing.get(room) ?? Promise.resolve();
		const claimed = before.then(() => claimHome(this.#database.queries, room, this.#runId));
		const held: Held = { claimed, epoch: undefined, holds: 0 };
		this.#held.set(room, held);
		return held;
	}

	#home(room: string, held: Held, epoch: number): Home {
		let released = false;
		return {
			epoch,
			share: () => {
				held.holds++;
				return this.#home(room, held, epoch);
			},
			release: () => {
				if (released) return;
				released = true;
				if (--held.holds > 0) return;
				// One that was lost is not there any more.
				if (this.#held.get(room) !== held) return;
				this.#held.delete(room);
				this.#release(room, epoch);
			},
		};
	}

	#release(room: string, epoch: number): void {
		const released = untilWritten(
			() => releaseHome(this.#database.queries, room, { runId: this.#runId, epoch }),
			(error) => this.#logger.warn({ err: error }, 'a room could not be let go yet; trying again'),
		)
			.catch((error) => this.#logger.error({ err: error }, 'a room could not be let go'))
			.finally(() => {
				if (this.#releasing.get(room) === released) this.#releasing.delete(room);
			});
		this.#releasing.set(room, released);
	}

	#lose(room: string, held: Held): void {
		this.#held.delete(room);
		this.#logger.warn({ room }, 'another server has taken over a session of this one');
		for (const listener of this.#lostListeners) listener(room, held.epoch ?? 0);
	}
}
