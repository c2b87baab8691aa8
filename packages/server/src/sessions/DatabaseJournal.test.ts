import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveReason } from '@roomcast/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SoleHomes } from '../cluster/homes/SoleHomes.ts';
import { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { Heartbeat } from './alive/Heartbeat.ts';
import { DatabaseJournal } from './DatabaseJournal.ts';
import type { JournalSession, JournalStay, OpenSession } from './host/SessionJournal.ts';
import type { Admitted } from './host/WaitingRoom.ts';
import { participantDetails, participantsOf } from './participantStore.ts';
import { findSession } from './store.ts';

/** What a journal takes over. */
async function recovered(from: DatabaseJournal): Promise<OpenSession[]> {
	const all: OpenSession[] = [];
	await from.recover((open) => all.push(open));
	return all;
}

const homes = new SoleHomes();

const logger = pino({ level: 'silent' });
let folder: string;
let database: Database;
/** What was reported, as `event participant`. */
let reported: string[];
let heartbeat: Heartbeat;
let journal: DatabaseJournal;
let session: JournalSession;
/** ms that the clock of `heartbeat` is ahead of what it would be. */
let ahead: number;

const outbox = {
	async append(_transaction: unknown, { event, data }: { event: string; data: object }) {
		reported.push([event, ...('participantId' in data ? [data.participantId] : [])].join(' '));
	},
};

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	database = await Database.open({ databaseUrl: undefined, dataDir: folder }, logger);
	reported = [];
	ahead = 0;
	heartbeat = await Heartbeat.create({ database, dataDir: folder, logger, now: () => performance.now() + ahead });
	journal = new DatabaseJournal({ database, heartbeat, homes, outbox });
	await database.queries
		.insertInto('keys')
		.values({ id: 'k', secret: 's', name: 'k', user_id: newDocumentId(), development: 0, created_at: 1 })
		.execute();
	const room = { id: newDocumentId(), key_id: 'k', room_id: 'abcd-efgh-ijkl', created_at: 1, updated_at: 1 };
	await database.queries.insertInto('rooms').values(room).execute();
	session = {
		sessionId: newDocumentId(),
		startedAt: 1000,
		entrance: { admitted: [], sanctions: [], seats: [] },
		epoch: 0,
		room: {
			id: room.id,
			roomId: room.room_id,
			customRoomId: null,
			keyId: 'k',
			webhook: null,
			autoCloseConfig: { type: 'session-ends', duration: 10 },
			autoStartConfig: null,
			multiComposition: null,
		},
	};
	await database.queries
		.updateTable('rooms')
		.set({ auto_close_config: JSON.stringify(session.room.autoCloseConfig) })
		.execute();
});
afterEach(async () => {
	await heartbeat.close();
	await database.close();
	await rm(folder, { recursive: true, force: true });
});

function stay(participantId: string, joinedAt: number): JournalStay {
	const stayId = newDocumentId();
	const seat = { participantId, resumeHash: `resume ${stayId}`, tokenHash: `token of ${participantId}` };
	return { stayId, participantId, displayName: participantId, mode: 'SEND_AND_RECV', device: {}, joinedAt, seat };
}

/** A server on another data folder that has `session` open, and dies at `aliveAt`. */
async function deadServer(aliveAt: number) {
	await database.queries
		.insertInto('server_runs')
		.values({ id: 'dead', node_id: 'elsewhere', started_at: 1, alive_at: aliveAt })
		.execute();
	await database.queries.updateTable('sessions').set({ run_id: 'dead' }).execute();
	await recovered(journal);
}

/** No sign of life of it for long enough. */
const wait = () => {
	ahead += 15_000;
};

const timelogs = async () =>
	Object.fromEntries(
		(await participantsOf(database.queries, [session.sessionId])).map(({ participantId, timelog }) => [
			participantId,
			timelog,
		]),
	);

describe('DatabaseJournal', () => {
	it('reports everything once, in order, whatever is written twice', async () => {
		const ann = stay('ann', 1000);
		const ben = stay('ben', 1500);
		await journal.joined(session, ann);
		await journal.joined(session, ben);
		await journal.left(session, ann, 2000, leaveReason('REMOVE_PEER'));
		await journal.left(session, ann, 2500, leaveReason('MANUAL_LEAVE_CALLED'));
		await journal.left(session, stay('never', 1), 2600, leaveReason('JOIN_ROOM_FAILED'));
		await journal.left(session, ben, 3000, leaveReason('MANUAL_LEAVE_CALLED'));
		await journal.ended(session, 3001, 'LAST_PARTICIPANT_LEFT');
		await journal.ended(session, 4000, 'ROOM_CLOSE');
		expect(reported).toEqual([
			'session-started',
			'participant-joined ann',
			'participant-joined ben',
			'participant-left ann',
			'participant-left ben',
			'session-ended',
		]);
		expect(await timelogs()).toEqual({ ann: [{ start: 1000, end: 2000 }], ben: [{ start: 1500, end: 3000 }] });
		expect(await findSession(database.queries, session.sessionId)).toMatchObject({
			startAt: 1000,
			endAt: 3000,
			endReason: 'LAST_PARTICIPANT_LEFT',
		});
	});

	it('writes nothing of what cannot be reported', async () => {
		const failing = new DatabaseJournal({
			homes,
			database,
			heartbeat,
			outbox: {
				async append(_transaction, { event }) {
					if (event === 'participant-joined') throw new Error('no');
				},
			},
		});
		await expect(failing.joined(session, stay('ann', 1000))).rejects.toThrow('no');
		expect(await findSession(database.queries, session.sessionId)).toBeUndefined();
	});

	it('ends what was on with the stay', async () => {
		const ann = stay('ann', 1000);
		await journal.joined(session, ann);
		await journal.switched(session, ann, 'audio', true, 1100);
		await journal.switched(session, ann, 'audio', false, 1200);
		await journal.switched(session, ann, 'video', true, 1300);
		await journal.modeChanged(session, ann, 'RECV_ONLY', 1400);
		await journal.left(session, ann, 2000, leaveReason('MANUAL_LEAVE_CALLED'));
		await journal.switched(session, ann, 'share', true, 2001);
		const participants = await participantsOf(database.queries, [session.sessionId]);
		const details = await participantDetails(database.queries, participants);
		expect([...details.values()]).toMatchObject([
			{
				streams: [
					{ kind: 'audio', start: 1100, end: 1200 },
					{ kind: 'video', start: 1300, end: 2000 },
				],
				modes: [
					{ mode: 'SEND_AND_RECV', at: 1000 },
					{ mode: 'RECV_ONLY', at: 1400 },
				],
			},
		]);
	});

	it('takes over what a server elsewhere left, once, at its last sign of life', async () => {
		const stays = [stay('ann', 1000), stay('late', 9000)];
		for (const one of stays) await journal.joined(session, one);
		await deadServer(5000);
		wait();
		reported = [];
		const [open, ...more] = await recovered(journal);
		expect(more).toEqual([]);
		const entrance = { ...session.entrance, seats: stays.map(({ seat }) => seat) };
		expect(open).toMatchObject({ session: { ...session, entrance }, aliveAt: 9000 });
		expect(reported).toEqual(['participant-left ann', 'participant-left late']);
		expect(await timelogs()).toEqual({ ann: [{ start: 1000, end: 5000 }], late: [{ start: 9000, end: 9000 }] });
		expect(await recovered(journal)).toEqual([]);

		await journal.joined(session, stay('ann', 20_000));
		expect(reported.at(-1)).toBe('participant-joined ann');
		expect(reported).not.toContain('session-started');
		expect((await timelogs()).ann).toEqual([
			{ start: 1000, end: 5000 },
			{ start: 20_000, end: null },
		]);
	});

	it('remembers who was let in, until they are removed or it ends', async () => {
		const admitted = (...ids: string[]) =>
			ids.map((participantId) => ({
				participantId,
				ticketHash: `of ${participantId}`,
				named: participantId === 'gwen',
			}));
		const [gil, gus, gwen, late] = admitted('gil', 'gus', 'gwen', 'late') as [Admitted, Admitted, Admitted, Admitted];
		const having = (...all: Admitted[]) => ({ ...session, entrance: { ...session.entrance, admitted: all } });
		// Before the first join there is nothing to remember it with: the join brings it.
		await journal.admitted(having(gil), gil);
		await journal.joined(having(gil, gus), stay('gil', 1000));
		await journal.admitted(session, gus);
		await journal.admitted(session, gwen);
		await journal.sanctioned(session, 'gus', [{ kind: 'ticket', value: 'of gus', mode: null }]);
		// Asked again with another ticket: only that one counts.
		await journal.admitted(session, { ...gwen, ticketHash: 'another' });
		await deadServer(5000);
		wait();
		const [open] = await recovered(journal);
		expect(open?.session.entrance.admitted.toSorted((a, b) => a.participantId.localeCompare(b.participantId))).toEqual([
			gil,
			{ ...gwen, ticketHash: 'another' },
		]);
		await journal.ended(session, 6000, 'SERVER_FAILURE');
		expect(await database.queries.selectFrom('admissions').selectAll().execute()).toEqual([]);
		await journal.admitted(session, late);
		expect(await database.queries.selectFrom('admissions').selectAll().execute()).toEqual([]);
	});

	it('remembers who was in, the latest stay last, until it ends', async () => {
		const stays = [stay('ann', 1000), stay('ben', 1100), stay('ann', 3000)] as const;
		const [first, ben, second] = stays;
		await journal.joined(session, first);
		await journal.joined(session, ben);
		await journal.left(session, first, 2000, leaveReason('WEBSOCKET_DISCONNECTED'));
		await journal.joined(session, second);
		await deadServer(5000);
		wait();
		const [open] = await recovered(journal);
		expect(open?.session.entrance.seats).toEqual([first.seat, ben.seat, second.seat]);
		await journal.ended(session, 6000, 'SERVER_FAILURE');
		const kept = await database.queries.selectFrom('stays').select(['resume_hash', 'token_hash']).execute();
		expect(kept).toEqual(stays.map(() => ({ resume_hash: null, token_hash: null })));
	});

	it('remembers what moderators decided about whom, the last decision, until it ends', async () => {
		await journal.joined(session, stay('ann', 1000));
		const id = { kind: 'participant', value: 'ben' } as const;
		const token = { kind: 'token', value: 'of ben' } as const;
		await journal.sanctioned(session, 'ben', [
			{ ...id, mode: 'RECV_ONLY' },
			{ ...token, mode: 'RECV_ONLY' },
		]);
		await journal.sanctioned(session, 'ben', [
			{ ...id, mode: 'SEND_AND_RECV' },
			{ ...token, mode: null },
		]);
		await deadServer(5000);
		wait();
		const [open] = await recovered(journal);
		expect(open?.session.entrance.sanctions).toEqual([{ ...token, mode: null }]);
		await journal.ended(session, 6000, 'SERVER_FAILURE');
		expect(await database.queries.selectFrom('sanctions').selectAll().execute()).toEqual([]);
	});

	it('leaves the sessions of a server that lives alone', async () => {
		await journal.joined(session, stay('ann', 1000));
		await deadServer(Date.now() - 5000);
		ahead += 10_000;
		expect(await recovered(journal)).toEqual([]);
		expect(await timelogs()).toEqual({ ann: [{ start: 1000, end: null }] });
	});

	it('takes over what an earlier process on this folder left, and not what one that lives has', async () => {
		await journal.joined(session, stay('ann', 1000));
		const next = await Heartbeat.create({ database, dataDir: folder, logger });
		const nextJournal = new DatabaseJournal({ database, heartbeat: next, homes, outbox });
		// The first one beats on beside it.
		expect(await recovered(nextJournal)).toEqual([]);
		// It stops with a session open: its last sign of life stays.
		await heartbeat.close();
		expect(await recovered(nextJournal)).toMatchObject([{ session: { sessionId: session.sessionId } }]);
		await next.close();
	});
});
