import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newDocumentId } from '../src/db/ids.ts';
import { CaptureFinisher, type CaptureFinisherOptions } from '../src/egress/CaptureFinisher.ts';
import { insertCapture } from '../src/egress/store.ts';
import { randomContent, TestStorage } from './support/TestStorage.ts';

// On SQLite, one transaction runs after the other.
const onPostgres = it.runIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres');

onPostgres('a capture whose two files are stored in the same moment is stored', async () => {
	const test = await TestStorage.create();
	onTestFinished(test.close);
	const { database, storage, keyId } = test;
	const room = { id: newDocumentId(), key_id: keyId, room_id: 'abcd-efgh-ijkl', created_at: 1, updated_at: 1 };
	await database.queries.insertInto('rooms').values(room).execute();
	const id = newDocumentId();
	const capture = {
		...{ id, keyId, room: room.id, roomId: room.room_id, sessionId: newDocumentId(), kind: 'any', options: {} },
		...{ participantId: null, participantName: null, trackKind: null, endReason: null, error: null, folder: '' },
		...{ nodeId: 'node', runId: 'run', startedAt: 1, endedAt: 2, createdAt: 1, updatedAt: 1 },
	};
	await insertCapture(database.queries, { ...capture, state: 'STOPPING' }, id);

	// Both transactions have written that their file is stored before either looks at the other's.
	let written = 0;
	const both = Promise.withResolvers<void>();
	storage.listen({
		onStored: () => {
			if (++written === 2) both.resolve();
			return both.promise;
		},
	});
	const stored = vi.fn(async () => {});
	new CaptureFinisher({
		database,
		storage,
		log: { stored } as unknown as CaptureFinisherOptions['log'],
		kinds: {
			has: () => true,
			of: () => ({ files: { reports: () => true } }),
		} as unknown as CaptureFinisherOptions['kinds'],
		joiner: { join: () => expect.unreachable() },
		parts: { gather: () => expect.unreachable() },
		runId: 'run',
		takePicture: () => expect.unreachable(),
		logger: pino({ level: 'silent' }),
	});
	const files = [
		await test.add(randomContent(100), { captureId: id }),
		await test.add(randomContent(100), { captureId: id }),
	];
	storage.start();
	await Promise.all(files.map((file) => test.stored(file.id)));
	expect(stored).toHaveBeenCalledTimes(1);
	expect(stored).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ id }), [
		expect.objectContaining({ filePath: files[0]?.path }),
		expect.objectContaining({ filePath: files[1]?.path }),
	]);
});
