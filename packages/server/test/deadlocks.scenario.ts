import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { until } from '@roomcast/testing/until';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SoleHomes } from '../src/cluster/homes/SoleHomes.ts';
import type { Queries } from '../src/db/Database.ts';
import { newDocumentId } from '../src/db/ids.ts';
import { Heartbeat } from '../src/sessions/alive/Heartbeat.ts';
import { DatabaseJournal } from '../src/sessions/DatabaseJournal.ts';
import type { JournalSession, JournalStay } from '../src/sessions/host/SessionJournal.ts';
import { OutboxWriter } from './support/OutboxWriter.ts';

const homes = new SoleHomes();

const logger = pino({ level: 'silent' });
let writer: OutboxWriter;
beforeEach(async () => {
	writer = await OutboxWriter.create();
});
afterEach(() => writer.close());

/** Resolves when so many transactions wait for a row that another holds. */
const waiting = (count: number) =>
	until(`${count} transactions wait`, async () => {
		const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`.execute(writer.database.queries);
		return rows[0]?.count === count;
	});

/** On SQLite, one transaction runs after the other. */
describe.skipIf(process.env.ROOMCAST_TEST_DATABASE !== 'postgres')('on PostgreSQL', () => {
	it('of two transactions that wait for each other, the one that PostgreSQL ends runs again', async () => {
		const { database } = writer;
		const ids = ['a', 'b'];
		for (const id of ids)
			await database.queries
				.insertInto('keys')
				.values({ id, secret: 's', name: '', user_id: newDocumentId(), development: 0, created_at: 1 })
				.execute();
		const append = (queries: Queries, id: string, text: string) =>
			queries
				.updateTable('keys')
				.set({ name: sql`name || ${text}` })
				.where('id', '=', id)
				.execute();
		let tries = 0;
		let committed = 0;
		const bothHoldOne = Promise.withResolvers<void>();
		const both = (text: string, [first = '', second = '']: string[]) =>
			database.transaction(async (queries) => {
				database.afterCommit(queries, () => committed++);
				await append(queries, first, text);
				if (++tries === 2) bothHoldOne.resolve();
				await bothHoldOne.promise;
				await append(queries, second, text);
			});
		await Promise.all([both('1', ids), both('2', ids.toReversed())]);
		const rows = await database.queries.selectFrom('keys').select('name').where('id', 'in', ids).execute();
		expect(rows.map(({ name }) => [...name].sort().join(''))).toEqual(['12', '12']);
		expect([tries, committed]).toEqual([3, 2]);
	});

	it('a join and the end of its session lock their rows in the same order', async () => {
		const { database, keyId, outbox } = writer;
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const heartbeat = await Heartbeat.create({ database, dataDir, logger, now: () => performance.now() });
		let appended: string[] = [];
		const journal = new DatabaseJournal({
			homes,
			database,
			heartbeat,
			outbox: {
				append(queries, event) {
					appended.push(event.event);
					return outbox.append(queries, event);
				},
			},
		});
		const id = newDocumentId();
		const roomId = 'abcd-efgh-ijkl';
		await database.queries
			.insertInto('rooms')
			.values({ id, key_id: keyId, room_id: roomId, created_at: 1, updated_at: 1 })
			.execute();
		const session: JournalSession = {
			sessionId: newDocumentId(),
			startedAt: 1000,
			entrance: { admitted: [], sanctions: [], seats: [] },
			epoch: 0,
			room: {
				id,
				roomId,
				customRoomId: null,
				keyId,
				autoCloseConfig: null,
				autoStartConfig: null,
				multiComposition: null,
				webhook: { endPoint: 'https://hooks.example.com', events: ['*'] },
			},
		};
		const stay = (participantId: string, joinedAt: number): JournalStay => ({
			stayId: newDocumentId(),
			participantId,
			displayName: participantId,
			mode: 'SEND_AND_RECV',
			device: {},
			joinedAt,
			seat: { participantId, resumeHash: newDocumentId(), tokenHash: participantId },
		});
		await journal.joined(session, stay('ann', 1000));
		await journal.joined(session, stay('ben', 1001));
		appended = [];

		// Both come to the row of Ben in this order: the server that he is on, and another that believes it dead.
		let again: Promise<void> | undefined;
		let ended: Promise<void> | undefined;
		await database.transaction(async (queries) => {
			await queries.updateTable('participants').set({ name: 'Ben' }).where('participant_id', '=', 'ben').execute();
			again = journal.joined(session, stay('ben', 1002));
			await waiting(1);
			ended = journal.ended(session, 2000, 'ROOM_CLOSE');
			await waiting(2);
		});
		await Promise.all([again, ended]);
		expect(appended.sort()).toEqual(['participant-joined', 'participant-left', 'participant-left', 'session-ended']);
		await heartbeat.close();
		await removeFolder(dataDir);
	});
});
