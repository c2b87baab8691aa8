import type { Database, Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import { bootId, machineMs } from '../time/machine.ts';

/** ms between the two clocks that mean a step of the wall clock, not drift. */
const STEP = 1_000;
/** ms between the two clocks at a start after which the queue clock starts again: the machine slept, or was rolled back. */
const MOST_APART = 24 * 60 * 60 * 1000;

/** The time of a queue. */
export interface QueueTime {
	/** Whole ms. Epoch ms as long as nobody sets the wall clock. */
	now(): number;
	/** A time of this clock as the wall clock shows it, in epoch ms: for people and logs. */
	toWall(at: number): number;
}

/**
 * The clock by which items are due. The database keeps its times, so they stay valid after a restart, and an hour is an hour
 * even if somebody sets the wall clock. The first server after the machine boots reads the wall clock once; from there the
 * monotonic clock of the machine counts. All servers of a database on that machine share this clock, and a server that starts
 * later continues it.
 */
export class QueueClock implements QueueTime {
	readonly #zeroAt: number;

	/** @param zeroAt epoch ms of the moment in which the monotonic clock of the machine was 0 */
	constructor(zeroAt: number) {
		this.#zeroAt = zeroAt;
	}

	/** The clock of this boot of the machine; of this process only, if the system has no boot id. */
	static async create({ queries }: Pick<Database, 'queries'>, run = bootId()): Promise<QueueClock> {
		const zeroAt = Math.round(epochMs() - machineMs());
		const id = await run;
		return new QueueClock(id === undefined ? zeroAt : await keepZero(queries, id, zeroAt));
	}

	now(): number {
		return Math.round(this.#zeroAt + machineMs());
	}

	toWall(at: number): number {
		const ahead = epochMs() - this.now();
		return Math.abs(ahead) < STEP ? at : at + ahead;
	}
}

/** @returns the value that the first server of this boot wrote */
async function keepZero(queries: Queries, bootId: string, zeroAt: number): Promise<number> {
	await queries
		.insertInto('queue_clocks')
		.values({ boot_id: bootId, zero_at: zeroAt })
		.onConflict((conflict) =>
			conflict
				.column('boot_id')
				.doUpdateSet({ zero_at: zeroAt })
				.where((where) =>
					where.or([
						where('queue_clocks.zero_at', '<', zeroAt - MOST_APART),
						where('queue_clocks.zero_at', '>', zeroAt + MOST_APART),
					]),
				),
		)
		.execute();
	const row = await queries
		.selectFrom('queue_clocks')
		.select('zero_at')
		.where('boot_id', '=', bootId)
		.executeTakeFirstOrThrow();
	return row.zero_at;
}
