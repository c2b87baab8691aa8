import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Database } from '../db/Database.ts';
import { QueueClock } from './QueueClock.ts';

const HOUR = 3_600_000;
/** ms that may pass within a test. */
const MOMENT = 60_000;
let folder: string;
let database: Database;
const realNow = Date.now;

/** Set the wall clock by some ms. */
function step(ms: number): void {
	vi.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	database = await Database.open({ databaseUrl: undefined, dataDir: folder }, pino({ level: 'silent' }));
});
afterEach(async () => {
	vi.restoreAllMocks();
	await database.close();
	await rm(folder, { recursive: true, force: true });
});

const run = (id: string | undefined) => Promise.resolve(id);

it.each([HOUR, -HOUR])('does not follow a step of the wall clock by %i ms, and converts to it', async (ms) => {
	const clock = await QueueClock.create(database, run('one'));
	const before = clock.now();
	expect(Math.abs(before - Date.now())).toBeLessThan(MOMENT);
	expect(clock.toWall(before)).toBe(before);
	step(ms);
	expect(Math.abs(clock.now() - before)).toBeLessThan(MOMENT);
	expect(Math.abs(clock.toWall(before) - (before + ms))).toBeLessThan(MOMENT);
});

it('is the same for all servers of one boot of the machine, and starts again with the next boot', async () => {
	const first = await QueueClock.create(database, run('one'));
	step(-HOUR);
	const second = await QueueClock.create(database, run('one'));
	expect(Math.abs(second.now() - first.now())).toBeLessThan(MOMENT);
	const next = await QueueClock.create(database, run('two'));
	expect(Math.abs(next.now() - Date.now())).toBeLessThan(MOMENT);
	expect(next.now()).toBeLessThan(first.now() - HOUR / 2);
});

it('starts again when the two clocks are days apart, because the machine slept or was rolled back', async () => {
	await QueueClock.create(database, run('one'));
	step(3 * 24 * HOUR);
	const later = await QueueClock.create(database, run('one'));
	expect(Math.abs(later.now() - Date.now())).toBeLessThan(MOMENT);
	step(0);
	const again = await QueueClock.create(database, run('one'));
	expect(Math.abs(again.now() - Date.now())).toBeLessThan(MOMENT);
});

it('starts with the process on systems without a boot id', async () => {
	const clock = await QueueClock.create(database, run(undefined));
	expect(Math.abs(clock.now() - Date.now())).toBeLessThan(MOMENT);
	expect(await database.queries.selectFrom('queue_clocks').selectAll().execute()).toEqual([]);
});
