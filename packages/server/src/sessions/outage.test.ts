import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leaveReason } from '@roomcast/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SoleHomes } from '../cluster/homes/SoleHomes.ts';
import { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { MediaPool } from '../media/MediaPool.ts';
import { Heartbeat } from './alive/Heartbeat.ts';
import { DatabaseJournal } from './DatabaseJournal.ts';
import { SessionHost } from './host/SessionHost.ts';
import type { OpenSession } from './host/SessionJournal.ts';
import { participantsOf } from './participantStore.ts';
import { findSession } from './store.ts';

/** What a journal takes over. */
async function recovered(from: DatabaseJournal): Promise<OpenSession[]> {
	const all: OpenSession[] = [];
	await from.recover((open) => all.push(open));
	return all;
}

const homes = new SoleHomes();
const home = await homes.hold();

const logger = pino({ level: 'silent' });
const room = {
	id: newDocumentId(),
	roomId: 'abcd-efgh-ijkl',
	customRoomId: null,
	keyId: 'k',
	webhook: null,
	autoCloseConfig: null,
	autoStartConfig: null,
	multiComposition: null,
};
let folder: string;
let database: Database;
let heartbeat: Heartbeat;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	database = await Database.open({ databaseUrl: undefined, dataDir: folder }, logger);
	heartbeat = await Heartbeat.create({ database, dataDir: folder, logger });
	await database.queries
		.insertInto('keys')
		.values({ id: 'k', secret: 's', name: 'k', user_id: newDocumentId(), development: 0, created_at: 1 })
		.execute();
	await database.queries
		.insertInto('rooms')
		.values({ id: room.id, key_id: 'k', room_id: room.roomId, created_at: 1, updated_at: 1 })
		.execute();
});
afterEach(async () => {
	await heartbeat.close();
	await database.close();
	await rm(folder, { recursive: true, force: true });
});

/** A session without media, and how somebody comes into it. */
function newSession(journal: DatabaseJournal) {
	const host = new SessionHost({
		home,
		sessionId: newDocumentId(),
		room,
		journal,
		after: Promise.resolve(),
		pool: {} as MediaPool,
		maxParticipants: 10,
		logger,
	});
	vi.spyOn(host.media, 'open').mockResolvedValue();
	const enter = (participantId: string) =>
		host.join(
			{
				participantId,
				displayName: participantId,
				mode: 'SIGNALLING_ONLY',
				metaData: {},
				permissions: ['allow_join'],
				rtpCapabilities: {},
				credentials: { tokenHash: 't', named: false, mustAsk: false, ticketHash: undefined, resumeHash: undefined },
				device: {},
			},
			{ send() {}, sendBacklog() {}, close() {} },
		);
	return { host, enter };
}

it('writes what happened while the database failed as soon as it is back, with the right times and reasons', async () => {
	let down = false;
	let refused = 0;
	const reported: { event: string; data: { participantId?: string; reason?: unknown; duration?: number } }[] = [];
	const failing = new Proxy(database, {
		get(target, name) {
			if (down) {
				refused++;
				throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
			}
			const value = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	const { host, enter } = newSession(
		new DatabaseJournal({
			homes,
			database: failing,
			heartbeat,
			outbox: {
				async append(_transaction, { event, data }) {
					reported.push({ event, data: data as object });
				},
			},
		}),
	);
	const ann = await enter('ann');
	const ben = await enter('ben');
	down = true;
	const annLeft = Date.now();
	host.remove(ann, 'REMOVE_PEER_API');
	await sleep(500);
	// Nobody is told that somebody is in who is written nowhere, and nobody waits for that.
	await expect(enter('cleo')).rejects.toThrow('ECONNREFUSED');
	await sleep(1000);
	const benLeft = Date.now();
	host.leave(ben, 'MANUAL_LEAVE_CALLED');
	await sleep(1000);
	expect(refused).toBeGreaterThan(3);
	expect((await findSession(database.queries, host.sessionId))?.endAt).toBeNull();
	down = false;
	await host.settled();

	const session = await findSession(database.queries, host.sessionId);
	expect(session?.endReason).toBe('LAST_PARTICIPANT_LEFT');
	expect(Math.abs((session?.endAt ?? 0) - benLeft)).toBeLessThan(100);
	const [first, second, ...others] = await participantsOf(database.queries, [host.sessionId]);
	expect(others).toEqual([]);
	expect(first).toMatchObject({ participantId: 'ann', leaveReason: leaveReason('REMOVE_PEER_API') });
	expect(Math.abs((first?.timelog[0]?.end ?? 0) - annLeft)).toBeLessThan(100);
	expect(second).toMatchObject({ participantId: 'ben', leaveReason: leaveReason('MANUAL_LEAVE_CALLED') });
	expect(Math.abs((second?.timelog[0]?.end ?? 0) - benLeft)).toBeLessThan(100);
	expect(reported.map(({ event, data }) => [event, data.participantId])).toEqual([
		['session-started', undefined],
		['participant-joined', 'ann'],
		['participant-joined', 'ben'],
		['participant-left', 'ann'],
		['participant-left', 'ben'],
		['session-ended', undefined],
	]);
});

it('lets people in as soon as the database is back, not only at the next try of a write before', async () => {
	let down = false;
	let tries = 0;
	const journal = new DatabaseJournal({ database, heartbeat, homes, outbox: { async append() {} } });
	const failing = new Proxy(journal, {
		get(target, name) {
			const value = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return async (...args: unknown[]) => {
				tries++;
				if (down) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
				return value.apply(target, args);
			};
		},
	});
	const { host, enter } = newSession(failing);
	await enter('ann');
	const ben = await enter('ben');
	down = true;
	host.leave(ben, 'MANUAL_LEAVE_CALLED');
	// By then the pauses are longer than a test would wait.
	await sleep(3500);
	const before = tries;
	await expect(enter('cleo')).rejects.toThrow('ECONNREFUSED');
	expect(tries).toBe(before + 1);
	down = false;
	await enter('cleo');
	await enter('dan');
});

it('closes what is open though its run is gone, at the second look', async () => {
	const journal = new DatabaseJournal({ database, heartbeat, homes, outbox: { async append() {} } });
	const session = {
		sessionId: newDocumentId(),
		startedAt: 1000,
		entrance: { admitted: [], sanctions: [], seats: [] },
		epoch: 0,
		room,
	};
	const stay = {
		stayId: newDocumentId(),
		participantId: 'ann',
		displayName: 'ann',
		mode: 'SEND_AND_RECV' as const,
		device: {},
		joinedAt: 2000,
		seat: { participantId: 'ann', resumeHash: 'r', tokenHash: 't' },
	};
	await journal.joined(session, stay);
	await database.queries.updateTable('sessions').set({ run_id: 'lost' }).execute();
	expect(await recovered(journal)).toEqual([]);
	expect(await recovered(journal)).toMatchObject([{ session: { sessionId: session.sessionId }, aliveAt: 2000 }]);
	expect((await participantsOf(database.queries, [session.sessionId]))[0]?.timelog).toEqual([
		{ start: 2000, end: 2000 },
	]);
});

it('keeps its last sign of life when it stops with a session that is open', async () => {
	const journal = new DatabaseJournal({ database, heartbeat, homes, outbox: { async append() {} } });
	const session = {
		sessionId: newDocumentId(),
		startedAt: 1000,
		entrance: { admitted: [], sanctions: [], seats: [] },
		epoch: 0,
		room,
	};
	const stayId = newDocumentId();
	const who = { participantId: 'ann', displayName: 'ann', mode: 'SEND_AND_RECV' as const, device: {} };
	const seat = { participantId: 'ann', resumeHash: 'r', tokenHash: 't' };
	await journal.joined(session, { ...who, stayId, joinedAt: 1000, seat });
	await heartbeat.close();
	const stopped = Date.now();
	const next = await Heartbeat.create({ database, dataDir: folder, logger });
	const nextJournal = new DatabaseJournal({ database, heartbeat: next, homes, outbox: { async append() {} } });
	const [open] = await recovered(nextJournal);
	expect(open?.session.sessionId).toBe(session.sessionId);
	expect(stopped - (open?.aliveAt ?? 0)).toBeLessThan(1000);
	await nextJournal.ended(session, open?.aliveAt ?? 0, 'SERVER_FAILURE');
	await next.close();
	expect(await database.queries.selectFrom('server_runs').selectAll().execute()).toEqual([]);
});
