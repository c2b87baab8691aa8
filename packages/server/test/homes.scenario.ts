import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Elsewhere } from '../src/cluster/homes/Homes.ts';
import { SharedHomes } from '../src/cluster/homes/SharedHomes.ts';
import { newDocumentId } from '../src/db/ids.ts';
import { Superseded } from '../src/db/Superseded.ts';
import { OutboxWriter } from './support/OutboxWriter.ts';

let writer: OutboxWriter;
beforeEach(async () => {
	writer = await OutboxWriter.create();
});
afterEach(() => writer.close());

const homesOf = (runId: string) =>
	new SharedHomes({ database: writer.database, runId, logger: pino({ level: 'silent' }) });

async function newRoom(): Promise<string> {
	const id = newDocumentId();
	const values = { id, key_id: writer.keyId, room_id: id, created_at: 1, updated_at: 1 };
	await writer.database.queries.insertInto('rooms').values(values).execute();
	return id;
}

const free = () => homesOf('somebody').free('dead');

describe.skipIf(process.env.ROOMCAST_TEST_DATABASE !== 'postgres')('homes on PostgreSQL', () => {
	it('of many that ask at once, one has the room, until nobody there holds it', async () => {
		const room = await newRoom();
		const nodes = ['a', 'b', 'c'].map(homesOf);
		const asked = await Promise.allSettled(nodes.flatMap((homes) => [homes.hold(room), homes.hold(room)]));
		const held = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
		const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
		expect(held.map(({ epoch }) => epoch)).toEqual([1, 1]);
		expect(refused).toHaveLength(4);
		const [owner] = new Set(refused.map((error: Elsewhere) => error.nodeId));
		for (const error of refused) expect(error).toMatchObject({ name: 'Elsewhere', nodeId: owner });
		const others = nodes.filter((_, index) => 'abc'[index] !== owner);
		held[0]?.release();
		held[0]?.release();
		for (const homes of others) await expect(homes.hold(room)).rejects.toThrow(Elsewhere);
		const again = held[1]?.share();
		held[1]?.release();
		for (const homes of others) expect(await homes.elsewhere(room)).toBe(owner);
		again?.release();
		// The owner takes it again behind its own release, under another number.
		const next = await nodes['abc'.indexOf(owner ?? '')]?.hold(room);
		expect(next?.epoch).toBe(2);
		next?.release();
	});

	it('what was taken over is refused to the one before, which hears of it', async () => {
		const room = await newRoom();
		const { database } = writer;
		const [one, two] = [homesOf('one'), homesOf('two')];
		const lost: unknown[] = [];
		one.onLost((...what) => lost.push(what));
		const home = await one.hold(room);
		await database.transaction((transaction) => one.guard(transaction, room, home.epoch));
		const epoch = await two.taking(room, async () => {
			const taken = await database.transaction((transaction) => two.take(transaction, room));
			two.taken(room, taken);
			return taken;
		});
		expect(epoch).toBe(2);
		await database.transaction((transaction) => two.guard(transaction, room, epoch));
		const late = database.transaction((transaction) => one.guard(transaction, room, home.epoch));
		await expect(late).rejects.toThrow(Superseded);
		expect(lost).toEqual([[room, 1]]);
		// What it still lets go is not its own any more.
		home.release();
		expect(await one.elsewhere(room)).toBe('two');
	});

	it('one that only slept finds out by itself', async () => {
		const room = await newRoom();
		const one = homesOf('one');
		const lost: unknown[] = [];
		one.onLost((...what) => lost.push(what));
		await one.hold(room);
		await one.sweep();
		expect(lost).toEqual([]);
		await writer.database.transaction((transaction) => homesOf('two').take(transaction, room));
		await one.sweep();
		expect(lost).toEqual([[room, 1]]);
	});

	it('rooms of a dead server are free, but for those whose session is about to be taken over', async () => {
		const [waited, called] = [await newRoom(), await newRoom()];
		const dead = homesOf('dead');
		await Promise.all([dead.hold(waited), dead.hold(called)]);
		const session = { id: newDocumentId(), key_id: writer.keyId, room: called, run_id: 'two', start_at: 1 };
		await writer.database.queries
			.insertInto('sessions')
			.values({ ...session, end_at: null, end_reason: null })
			.execute();
		await free();
		const three = homesOf('three');
		expect((await three.hold(waited)).epoch).toBe(2);
		await expect(three.hold(called)).rejects.toThrow(Elsewhere);
		await writer.database.queries.updateTable('sessions').set({ end_at: 2 }).where('id', '=', session.id).execute();
		await free();
		expect((await three.hold(called)).epoch).toBe(2);
	});
});
