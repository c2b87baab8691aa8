import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CreateRoomBody } from '@roomcast/contract';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { freeBytes } from '../src/storage/DiskSpace.ts';
import { fetchFile, inState, startRecording } from './support/recorded.ts';
import { S3Server } from './support/S3Server.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const MB = 1_000_000;
const run = promisify(execFile);

let receiver: Receiver;
let server: TestServer;
beforeAll(async () => {
	receiver = await Receiver.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
});

async function newRoom(at: TestServer, settings: CreateRoomBody = {}): Promise<string> {
	const webhook = { endPoint: receiver.url, events: ['recording-*', 'session-ended'] };
	return (await at.room({ webhook, ...settings })).roomId;
}

const enter = async (at: TestServer, roomId: string, participantId: string) =>
	(await at.join(roomId, participantId)).client;

interface Disk {
	readonly folder: string;
	/** For `ROOMCAST_MIN_FREE_DISK`. */
	readonly minimum: number;
	/** Bytes that leave less than that. */
	readonly filler: number;
}

/** A small disk of its own where this process may mount one, else the one that is there with as much as there is now. */
async function smallDisk(): Promise<Disk> {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-disk-'));
	const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', folder]).then(
		() => true,
		() => false,
	);
	onTestFinished(async () => {
		if (mounted) await run('umount', ['-l', folder]);
		await removeFolder(folder);
	});
	if (mounted) return { folder, minimum: 40 * MB, filler: 70 * MB };
	return { folder, minimum: (await freeBytes(folder)) - 300 * MB, filler: 500 * MB };
}

it('a disk that gets nearly full: what was recorded is kept and stored, and the call continues', async () => {
	const { folder, minimum, filler } = await smallDisk();
	const s3 = await S3Server.create();
	const small = await TestServer.create({
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		ROOMCAST_DATA_DIR: folder,
		ROOMCAST_MIN_FREE_DISK: String(minimum),
		ROOMCAST_STORAGE_URL: s3.storageUrl(),
	});
	let closed = false;
	const close = async () => {
		if (!closed) await small.close();
		closed = true;
		await s3.close();
	};
	onTestFinished(close);
	const roomId = await newRoom(small);
	const ann = await enter(small, roomId, 'ann');
	const id = await startRecording(small, { roomId, config: { quality: 'low' } });
	await ann.notification('capture-state-changed', ({ status }) => status === 'STARTED');
	await sleep(3000);

	for (let piece = 0; piece < 10; piece++) await appendFile(join(folder, 'filler'), Buffer.alloc(filler / 10, 1));
	const told = await ann.notification('capture-state-changed', ({ status }) => status === 'STOPPED');
	expect(told.reason).toMatch(/the disk is nearly full: \d+ MB are free, \d+ MB must be/);
	const failed = await inState(small, id, 'FAILED');
	expect(failed.error).toBe(told.reason);
	expect(failed.end).not.toBeNull();
	const events = ['recording-starting', 'recording-started', 'recording-failed'];
	await vi.waitFor(() => expect(receiver.eventsAbout({ id })).toEqual(events), 10_000);
	const reported = receiver.received.find(({ data }) => data.id === id && data.reason !== undefined)?.data;
	expect(reported).toMatchObject({ reason: told.reason, start: failed.start });

	// What there was of it is whole, in the storage, and is nowhere else.
	expect(await s3.read(failed.file.filePath)).toHaveLength(failed.file.size);
	const path = await fetchFile(failed, server.dataDir);
	await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
	expect(Number((await probe(path)).format.duration)).toBeGreaterThan(2.8);
	await vi.waitFor(async () => expect(await readdir(join(folder, 'captures'))).toEqual([]), 10_000);

	// The call goes on, also for who comes now; nothing new is recorded until there is room, and that is told.
	const bob = await enter(small, roomId, 'bob');
	await ann.notification('participant-joined', ({ participant }) => participant.participantId === 'bob');
	expect(await small.post('/v2/recordings/start', { roomId })).toMatchObject({
		status: 409,
		body: { code: 4011, message: expect.stringContaining('the disk is nearly full') },
	});
	const [refused] = (await small.call(`/v2/recordings?roomId=${roomId}`)).body.data;
	expect(refused).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/nearly full/), file: null });
	const wanting = await newRoom(small, { autoStartConfig: { recording: { config: { quality: 'low' } } } });
	const cem = await enter(small, wanting, 'cem');
	const reason = expect.stringMatching(/nearly full/);
	await vi.waitFor(() => {
		const failures = receiver.received.filter(({ event }) => event === 'recording-failed');
		for (const room of [roomId, wanting])
			expect(failures.map(({ data }) => data)).toContainEqual(
				expect.objectContaining({ roomId: room, reason, start: null }),
			);
	}, 10_000);
	await cem.request('leave', {});
	await rm(join(folder, 'filler'));
	const next = await startRecording(small, { roomId, config: { quality: 'low' } });
	await ann.request('leave', {});
	await bob.request('leave', {});
	await inState(small, next, 'STOPPED');
	await close();
});

const composers = () => childrenOf(process.pid, 'packages/composer/');

/** Lets a recording that has begun fail: its composers die again and again. */
async function fail(id: string): Promise<void> {
	await vi.waitFor(
		async () => {
			const { body } = await server.call(`/v2/recordings/${id}`);
			if (body.error !== null) return expect(body.error).toMatch(/died/);
			for (const pid of await composers()) process.kill(pid, 'SIGKILL');
			throw new Error('it goes on');
		},
		{ timeout: 40_000, interval: 400 },
	);
}

it('a room that must not be without its recording is closed when that has failed, after the time that was said', async () => {
	const roomId = await newRoom(server);
	const ann = await enter(server, roomId, 'ann');
	const onFailure = { action: 'close-room', waitTime: 3 };
	const id = await startRecording(server, { roomId, config: { quality: 'low' }, onFailure });
	await sleep(2500);
	const failure = ann.notification('capture-state-changed', ({ reason }) => reason !== undefined, 60_000);
	const failing = failure.then(() => performance.now());
	const left = ann.notification('left', undefined, 80_000);
	const leaving = left.then(() => performance.now());
	await fail(id);
	// Also one that was about to join what they left.
	for (const pid of await composers()) process.kill(pid, 'SIGKILL');
	const { reason } = await left;
	expect((await leaving) - (await failing)).toBeGreaterThan(2500);
	expect(reason).toMatchObject({ message: 'ROOM_CLOSE' });
	const recording = await inState(server, id, 'FAILED');
	// What its composers wrote between their deaths is one file.
	await ffmpeg(['-xerror', '-i', await fetchFile(recording, server.dataDir), '-f', 'null', '-']);
	const session = async () => (await server.call(`/v2/sessions/${recording.sessionId}`)).body;
	await vi.waitFor(async () => expect(await session()).toMatchObject({ status: 'ended', endReason: 'ROOM_CLOSE' }), {
		timeout: 15_000,
	});
	await vi.waitFor(() => expect(receiver.eventsAbout({ id }).at(-1)).toBe('recording-failed'), 10_000);
});

it('a session that follows one whose recording failed is not closed in its place', async () => {
	const roomId = await newRoom(server);
	const ann = await enter(server, roomId, 'ann');
	const onFailure = { action: 'close-room', waitTime: 2 };
	const id = await startRecording(server, { roomId, config: { quality: 'low' }, onFailure });
	await fail(id);
	await ann.request('end', {});
	const again = await enter(server, roomId, 'ann');
	await sleep(4000);
	expect(again.notifications.filter(({ event }) => event === 'left')).toEqual([]);
	// And one without it goes on without its recording.
	const other = await startRecording(server, { roomId, config: { quality: 'low' } });
	await fail(other);
	// Whether or not there was enough for a file, it is told once.
	for (const each of [id, other]) {
		expect((await inState(server, each, 'FAILED')).error).toMatch(/^the composer died more than/);
		await vi.waitFor(() => expect(receiver.eventsAbout({ id: each })).toContain('recording-failed'), 10_000);
		expect(receiver.eventsAbout({ id: each })).toEqual(['recording-starting', 'recording-started', 'recording-failed']);
	}
	expect(again.notifications.filter(({ event }) => event === 'left')).toEqual([]);
	await again.request('leave', {});
});

it('what cannot be done about a failure is refused', async () => {
	const roomId = await newRoom(server);
	for (const onFailure of [{ action: 'restart' }, { action: 'close-room', waitTime: 151 }, { waitTime: 1 }])
		expect(await server.post('/v2/recordings/start', { roomId, onFailure })).toMatchObject({
			status: 400,
			body: { code: 6000, message: expect.stringContaining('onFailure') },
		});
});
