import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { CaptureFinisher } from './CaptureFinisher.ts';
import { CaptureKeeper } from './CaptureKeeper.ts';
import type { CaptureLog } from './CaptureLog.ts';
import type { Captures } from './Captures.ts';
import type { ComposerPool } from './ComposerPool.ts';
import type { OutputKind } from './OutputKind.ts';
import { OutputKinds } from './OutputKinds.ts';
import { insertCapture } from './store.ts';

const logger = pino({ level: 'silent' });

/** A server that is started after another one of its node died, which recorded some sessions. */
async function startAfter(sessions: Readonly<Record<string, 'awaited' | 'over'>>, kind = 'any') {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const database = await Database.open({ databaseUrl: undefined, dataDir: folder }, logger);
	const room = { id: newDocumentId(), key_id: 'k', room_id: 'abcd-efgh-ijkl', created_at: 1, updated_at: 1 };
	await database.queries
		.insertInto('keys')
		.values({ id: 'k', secret: 's', name: 'k', user_id: newDocumentId(), development: 0, created_at: 1 })
		.execute();
	await database.queries.insertInto('rooms').values(room).execute();
	const captures = new Map<string, string>();
	for (const [index, sessionId] of Object.keys(sessions).entries()) {
		const id = newDocumentId();
		captures.set(sessionId, id);
		const capture = {
			...{ id, keyId: 'k', room: room.id, roomId: room.room_id, sessionId, kind },
			...{ participantId: null, participantName: null, trackKind: null, options: {}, state: 'STARTED' as const },
			...{ endReason: null, error: null, folder, nodeId: 'node', runId: 'dead', startedAt: 1, endedAt: null },
			...{ createdAt: index, updatedAt: index },
		};
		await insertCapture(database.queries, capture, id);
	}
	const joiner = { ahead: vi.fn(), leave: async () => {} };
	const finishing = Promise.withResolvers<void>();
	const finisher = { finish: vi.fn(() => finishing.promise) };
	const keeper = new CaptureKeeper({
		database,
		captures: { running: () => undefined, size: 0 } as unknown as Captures,
		kinds: new OutputKinds([{ name: 'any', files: { joinsParts: () => true } } as unknown as OutputKind]),
		finisher: finisher as unknown as CaptureFinisher,
		joiner,
		log: { stopping: async () => true, writes: { pending: () => false } } as unknown as CaptureLog,
		pool: { warmUp() {}, coolDown() {} } as unknown as ComposerPool,
		sessions: {
			hosts: [],
			awaits: (sessionId) => sessions[sessionId] === 'awaited',
			recover: async () => {},
			onOpened() {},
		},
		nodeId: 'node',
		runId: 'new',
		folder,
		inCluster: false,
		collect: () => expect.unreachable(),
		onStray: () => expect.unreachable(),
		onBegun() {},
		logger,
	});
	onTestFinished(async () => {
		finishing.resolve();
		await keeper.close();
		await database.close();
		await rm(folder, { recursive: true, force: true });
	});
	return { keeper, database, joiner, finisher, finishing, id: (sessionId: string) => captures.get(sessionId) };
}

it('no start waits for files that take long to make, and they are made one after the other', async () => {
	const { keeper, finisher, finishing, id } = await startAfter({ one: 'over', two: 'over' });
	await keeper.recover();
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledWith(id('one'), undefined), { timeout: 15_000 });
	// It looks again every few seconds.
	await keeper.recover();
	expect(finisher.finish).toHaveBeenCalledTimes(1);
	finishing.resolve();
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledWith(id('two'), undefined), { timeout: 15_000 });
	await keeper.recover();
	expect(finisher.finish).toHaveBeenCalledTimes(2);
});

it('what waits for its session is repaired at the start', async () => {
	const { keeper, joiner, finisher, id } = await startAfter({ one: 'awaited' });
	await keeper.recover();
	expect(joiner.ahead).toHaveBeenCalledWith(expect.objectContaining({ id: id('one') }));
	expect(finisher.finish).not.toHaveBeenCalled();
});

it('what is of a kind that this server does not have is left to one that has it', async () => {
	const { keeper, database, joiner, finisher } = await startAfter({ one: 'over', two: 'awaited' }, 'newer');
	await keeper.recover();
	const left = await database.queries.selectFrom('captures').select(['state', 'run_id']).execute();
	expect(left).toEqual(Array.from({ length: 2 }, () => ({ state: 'STARTED', run_id: 'dead' })));
	expect(joiner.ahead).not.toHaveBeenCalled();
	expect(finisher.finish).not.toHaveBeenCalled();
});
