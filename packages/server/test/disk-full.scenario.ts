import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { freePort } from '@roomcast/testing/net/ports';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { cpuOf } from '@roomcast/testing/processes/processes';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HlsStream } from '../src/hls/HlsStream.ts';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { fetchFile } from './support/recorded.ts';
import { opusParameters, refusal, SignallingClient } from './support/SignallingClient.ts';
import { TmpDisk } from './support/TmpDisk.ts';
import { createTestDatabase } from './support/testDatabase.ts';
import { UNLIMITED } from './support/unlimited.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 60_000 });

const COMMAND = fileURLToPath(new URL('../../cli/bin/roomcast.mjs', import.meta.url));
const onPostgres = process.env.ROOMCAST_TEST_DATABASE === 'postgres';

/** Small enough to be filled in a moment, large enough for a call with a recording and HLS. */
const probeDisk = await TmpDisk.mount(200);
await probeDisk?.unmount();

/** A server whose data folder and log are on a disk of 200 MB. */
async function serverOn(settings: Readonly<Record<string, string>>) {
	const small = (await TmpDisk.mount(200)) as TmpDisk;
	onTestFinished(() => small.unmount());
	const dataDir = join(small.folder, 'data');
	await mkdir(dataDir);
	const logPath = join(small.folder, 'log');
	const log = await open(logPath, 'a');
	const database = await createTestDatabase();
	onTestFinished(() => database.drop());
	const key = newTestKey();
	const port = await freePort();
	const environment = {
		...(await testEnvironment(dataDir, database, key)),
		...UNLIMITED,
		ROOMCAST_PORT: String(port),
		ROOMCAST_LOG_LEVEL: 'trace',
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		...settings,
	};
	const child = spawn(process.execPath, [COMMAND, 'start'], {
		env: { PATH: process.env.PATH, ...environment },
		stdio: ['ignore', log.fd, log.fd],
	});
	await log.close();
	const ended = once(child, 'close');
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await ended;
	});
	const url = `http://127.0.0.1:${port}`;
	const token = await mintToken(key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 3600 });
	const call = async (path: string, body?: object) => {
		const response = await fetch(`${url}${path}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { authorization: token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const json = response.headers.get('content-type')?.startsWith('application/json');
		return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
	};
	await vi.waitFor(() => fetch(`${url}/healthz`), { timeout: 120_000, interval: 200 });
	const enter = async (roomId: string, participantId: string) =>
		SignallingClient.join(url, { token, roomId, participantId, name: participantId });
	return { small, dataDir, logPath, child, ended, url, token, call, enter };
}

type Server = Awaited<ReturnType<typeof serverOn>>;

/** Waits until something is as it must be; a machine that is busy gets the time that it takes. */
const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 90_000, interval: 200 });

const playlist = async (url: string) => (await fetch(url)).text();

/** Starts what it takes and waits until both are there. @returns their ids */
async function startBoth({ call }: Server, roomId: string): Promise<{ recording: string; hls: string; watch: string }> {
	const recorded = await until(async () => {
		const answer = await call('/v2/recordings/start', { roomId, config: { quality: 'low' } });
		expect([answer.status, answer.body]).toMatchObject([200, {}]);
		return answer;
	});
	const hls = await call('/v2/hls/start', { roomId, config: { quality: 'low' } });
	expect([hls.status, hls.body]).toMatchObject([200, {}]);
	return {
		recording: recorded.headers.get('x-recording-id') ?? '',
		hls: hls.body.id,
		watch: hls.body.playbackHlsUrl.replace('localhost', '127.0.0.1'),
	};
}

const stateOf = ({ call }: Server, kind: 'recordings' | 'hls', id: string, state: string) =>
	until(async () => {
		const { body } = await call(`/v2/${kind}/${id}`);
		expect(body, `${kind} ${id}`).toMatchObject({ status: state });
		return body;
	});

/** How the disk fills, and what has to stay free. A whole run leaves the gentler one to recording-failures.scenario.ts. */
const FILLINGS: readonly [string, string][] = [
	['is taken before the server can stop what it records', '1'],
	...(process.env.ROOMCAST_TEST_SCOPE === 'once'
		? []
		: [['gets nearly full before', '60M'] satisfies [string, string]]),
];

// Only root may mount a disk. PostgreSQL is on another disk than the data folder, so its writes go on.
it.skipIf(probeDisk === undefined || process.platform !== 'linux' || onPostgres).each(FILLINGS)(
	'a disk of data and log that is full to the last byte, and %s',
	async (_, minimum) => {
		const receiver = await Receiver.create();
		onTestFinished(() => receiver.close());
		const server = await serverOn({ ROOMCAST_MIN_FREE_DISK: minimum });
		const { small, call, enter, child, dataDir } = server;
		const webhook = { endPoint: receiver.url, events: ['*'] };
		const roomId = (await call('/v2/rooms', { webhook })).body.roomId as string;
		const { client: ann, joined } = await enter(roomId, 'ann');
		const { client: ben } = await enter(roomId, 'ben');
		await ben.request('subscribe', { topic: 'CHAT' });
		const before = await startBoth(server, roomId);
		await sleep(4000);

		await small.fill();
		// Both end, and those in the call are told why.
		for (const id of [before.recording, before.hls]) {
			const told = await ben.notification(
				'capture-state-changed',
				(each) => each.id === id && each.status === 'STOPPED',
				60_000,
			);
			expect(told.reason).toMatch(/no space left|nearly full|disk/i);
			expect(told.reason).not.toContain(small.folder);
		}
		// Every answer says what is wrong.
		const full = { code: 6071, errorCode: 'DISK_FULL' };
		await until(async () => {
			const answer = await call('/v2/rooms', {});
			if (answer.status === 200) throw new Error('there was space left in the database');
			expect([answer.status, answer.body]).toMatchObject([503, full]);
			expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
		});
		expect(await refusal(enter(roomId, 'cem'))).toMatchObject({ code: 6071, retryAfter: 10 });
		const start = await call('/v2/recordings/start', { roomId, config: { quality: 'low' } });
		expect([start.status, JSON.stringify(start.body)]).toEqual([503, expect.stringContaining('DISK_FULL')]);
		expect(JSON.stringify(start.body)).not.toContain(small.folder);
		await until(async () =>
			expect((await call('/readyz')).body).toMatchObject({
				ready: false,
				checks: { database: 'disk full', disk: 'nearly full' },
			}),
		);
		expect((await call(`/v2/rooms/${roomId}`)).status).toBe(200);
		// The call goes on.
		const transportId = joined.media.sendTransport?.id ?? '';
		await ann.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(4711) });
		await ben.notification('consumer-added');
		await ann.request('publish', { topic: 'CHAT', message: 'still here' });
		await ben.notification('message', ({ message }) => message.message === 'still here');
		// Nothing spins: a loop would take all that the machine gives.
		const used = await cpuOf(child.pid as number);
		await sleep(8000);
		expect((await cpuOf(child.pid as number)) - used).toBeLessThan(2500);
		expect((await call('/healthz')).status).toBe(200);
		// Who watched is not left waiting for more.
		expect(await playlist(before.watch)).toMatch(/#EXTM3U/);

		await small.free();
		const next = await startBoth(server, roomId);
		await until(async () => expect((await call('/readyz')).body).toMatchObject({ checks: { database: 'ok' } }));
		// What there was of the first is whole.
		for (const [kind, id] of [
			['recordings', before.recording],
			['hls', before.hls],
		] as const) {
			const failed = await stateOf(server, kind, id, 'FAILED');
			expect(JSON.stringify(failed)).not.toContain(small.folder);
			if (kind === 'recordings') {
				// It says that it failed before what there is of it is stored.
				const stored = await until(async () => {
					const recording = await stateOf(server, kind, id, 'FAILED');
					expect(recording).toMatchObject({ file: {} });
					return recording;
				});
				const path = await fetchFile(stored, dataDir);
				await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
				expect(Number((await probe(path)).format.duration)).toBeGreaterThan(2);
			}
		}
		await sleep(6000);
		await call('/v2/hls/stop', { roomId });
		await call('/v2/recordings/end', { roomId });
		const recorded = await stateOf(server, 'recordings', next.recording, 'STOPPED');
		const path = await fetchFile(recorded, dataDir);
		await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
		expect(Number((await probe(path)).format.duration)).toBeGreaterThan(4);
		await stateOf(server, 'hls', next.hls, 'STOPPED');
		for (const { watch } of [before, next]) {
			const master = await playlist(watch);
			const media = new URL(master.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '', watch);
			expect(await playlist(media.href)).toMatch(/#EXT-X-ENDLIST/);
			await ffmpeg(['-xerror', '-i', media.href, '-f', 'null', '-']);
		}
		await until(() => {
			const names = (id: string) => receiver.eventsAbout({ id });
			expect(names(before.recording).at(-1)).toBe('recording-failed');
			expect(names(next.recording).at(-1)).toBe('recording-stopped');
			expect(names(before.hls).at(-1)).toBe('hls-failed');
			expect(receiver.received.find(({ event }) => event === 'hls-failed')?.data.reasonCode).toBe('DISK_FULL');
			expect(names(next.hls).at(-1)).toBe('hls-stopped');
		});
		await ann.request('end', {});
		child.kill('SIGTERM');
		expect(await server.ended).toEqual([0, null]);
		expect(await readFile(server.logPath, 'utf8')).toMatch(/dropped|capture failed/);
	},
);

it.skipIf(probeDisk === undefined)(
	'a stream of which the disk took half a line is whole when it is read again',
	async () => {
		const small = (await TmpDisk.mount(2)) as TmpDisk;
		onTestFinished(() => small.unmount());
		const stream = await HlsStream.open(small.folder);
		await stream.start(1_000);
		const part = async (index: number) => ({
			type: 'hls-part' as const,
			sinkId: 'sink',
			segment: 0,
			part: index,
			path: join(small.folder, `seg-0.${index}.m4s`),
			durationMs: 400,
			independent: index === 0,
			last: false,
			bytes: 0,
			programDateTime: 1_000 + index * 400,
			discontinuity: false,
			initPath: join(small.folder, 'init.mp4'),
		});
		const parts = await Promise.all(Array.from({ length: 60 }, (_, index) => part(index)));
		for (const { path } of parts) await writeFile(path, '');
		await small.fill();
		const refused = await Promise.allSettled(parts.map((each) => stream.take(each)));
		const taken = refused.findIndex(({ status }) => status === 'rejected');
		expect(refused[taken]).toMatchObject({ reason: { code: 'ENOSPC' } });
		await small.free();
		// Nothing follows a hole.
		await stream.take(await part(59));
		await stream.tellPlayable();
		const read = await HlsStream.read(small.folder);
		expect(read?.playable).toBe(true);
		expect(read?.timeline.unfinished?.parts).toHaveLength(taken);
		await stream.end();
		await stream.end();
		const ended = await HlsStream.read(small.folder);
		expect(ended?.timeline.ended).toBe(true);
		expect(ended?.timeline.segments).toHaveLength(1);
		expect(ended?.mediaBytes).toBe(0);
	},
);
