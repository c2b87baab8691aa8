import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sound } from '../packages/composer/test/support/analyse.ts';
import { probe } from '../packages/composer/test/support/ffmpeg.ts';
import { Receiver } from '../packages/server/test/support/Receiver.ts';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { sendPattern } from './support/pattern.ts';
import { TestServer } from './support/server.ts';
import { until } from './support/wait.ts';

/** How often a composer is killed in one recording. */
const KILLS = Number(process.env.ROOMCAST_TEST_KILLS ?? 2);
const ENV = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };

let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;

beforeAll(async () => {
	[server, receiver, browser] = await Promise.all([
		TestServer.start({ env: ENV }),
		Receiver.create(),
		TestBrowser.launch(),
	]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
});

interface SeenRecording {
	readonly id: string;
	readonly status: string;
	readonly error: string | null;
	readonly sessionId: string;
	readonly start: string;
	readonly end: string;
	readonly file: { readonly fileUrl: string; readonly meta: { readonly duration: number } } | null;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The composers of the server that write something: those with a UDP port. */
async function composers(): Promise<number[]> {
	const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8');
	const sockets = await readFile('/proc/net/udp', 'utf8');
	const found: number[] = [];
	for (const pid of children.trim().split(/\s+/).filter(Boolean).map(Number)) {
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		if (!command.includes('composer/src/main.ts')) continue;
		const { readdir, readlink } = await import('node:fs/promises');
		const links = await Promise.all(
			(await readdir(`/proc/${pid}/fd`).catch(() => [])).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
		);
		const inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
		if (inodes.some((inode) => sockets.includes(` ${inode} `))) found.push(pid);
	}
	return found;
}

async function talk(): Promise<{ roomId: string; ann: Caller }> {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['recording-*'] } });
	const meeting = { micEnabled: false, webcamEnabled: false };
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: 440, beeps: false });
	await sleep(1000);
	return { roomId, ann };
}

async function stopped(roomId: string): Promise<SeenRecording> {
	return until(
		'the recording is stored',
		async () => {
			const { data } = await server.api<{ data: SeenRecording[] }>('GET', `/v2/recordings?roomId=${roomId}`);
			const [recording] = data;
			if (recording?.status === 'FAILED') throw new Error(`it failed: ${recording.error}`);
			return recording?.status === 'STOPPED' && recording;
		},
		40_000,
	);
}

async function soundOf(recording: SeenRecording): Promise<{ sound: Sound; seconds: number }> {
	const response = await fetch(recording.file?.fileUrl ?? '');
	expect(response.status).toBe(200);
	const path = join(server.dataDir, `${recording.id}.mp4`);
	await writeFile(path, Buffer.from(await response.arrayBuffer()));
	const { streams, format } = await probe(path);
	expect(streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
	return { sound: await Sound.read(path), seconds: Number(format.duration) };
}

/** Tenths of seconds without the tone. */
function silence(sound: Sound): number {
	return [...sound.timeline(440)].filter((mark) => mark === '.').length / 10;
}

const webhooks = (roomId: string) =>
	receiver.received
		.filter(({ data }) => data.roomId === roomId)
		.map(({ body }) => (JSON.parse(body) as { webhookType: string }).webhookType);

it('a composer that is killed is followed by another', { timeout: 60_000 + KILLS * 10_000 }, async () => {
	const { roomId, ann } = await talk();
	await server.api('POST', '/v2/recordings/start', { roomId });
	const from = Date.now();
	for (let kill = 0; kill < KILLS; kill++) {
		await sleep(1500 + Math.random() * 3000);
		const [pid] = await until('a composer writes', async () => {
			const found = await composers();
			return found.length > 0 && found;
		});
		process.kill(pid ?? 0, 'SIGKILL');
		await until('another composer writes', async () => (await composers()).some((other) => other !== pid), 5000);
	}
	await sleep(2500);
	const length = (Date.now() - from) / 1000;
	await server.api('POST', '/v2/recordings/end', { roomId });
	const recording = await stopped(roomId);
	const { sound, seconds } = await soundOf(recording);
	expect(seconds).toBeGreaterThan(length - 0.5);
	expect(seconds).toBeLessThan(length + 1);
	// What is lost at a kill: at most a second that was not on the disk, and the start of the other composer.
	expect(silence(sound), sound.timeline(440)).toBeLessThanOrEqual(0.3 + KILLS * 2.5);
	expect(sound.level(440, seconds - 1.5, seconds - 0.5)).toBeGreaterThan(0.1);
	await until('all webhooks came', async () => webhooks(roomId).includes('recording-stopped'));
	expect(webhooks(roomId)).toEqual([
		'recording-starting',
		'recording-started',
		'recording-stopping',
		'recording-stopped',
	]);
	await ann.run('meeting.leave()');
});

it('a server that is killed: the recording goes on with the session', { timeout: 90_000 }, async () => {
	const { roomId, ann } = await talk();
	await server.api('POST', '/v2/recordings/start', { roomId });
	await sleep(3000);
	const killedAt = Date.now();
	await server.kill('SIGKILL');
	server = await TestServer.start({ after: server, env: ENV });
	await until('the recording goes on', async () => (await composers()).length > 0, 20_000);
	const back = Date.now();
	expect(await ann.run<string>('meeting.recordingState')).toBe('RECORDING_STARTED');
	await sleep(4000);
	await server.api('POST', '/v2/recordings/end', { roomId });
	const recording = await stopped(roomId);
	const { sound, seconds } = await soundOf(recording);
	const away = (back - killedAt) / 1000;
	expect(seconds).toBeGreaterThan(3 + away + 3);
	expect(silence(sound), sound.timeline(440)).toBeLessThanOrEqual(away + 2.5);
	expect(sound.level(440, 0.5, 1.5)).toBeGreaterThan(0.1);
	expect(sound.level(440, seconds - 1.5, seconds - 0.5)).toBeGreaterThan(0.1);
	await until('all webhooks came', async () => webhooks(roomId).includes('recording-stopped'));
	expect(new Set(webhooks(roomId))).toEqual(
		new Set(['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped']),
	);
	await ann.run('meeting.leave()');
});

it('a server that is killed, and nobody comes back: the recording is finished', { timeout: 120_000 }, async () => {
	const { roomId, ann } = await talk();
	await server.api('POST', '/v2/recordings/start', { roomId });
	await sleep(4000);
	await server.kill('SIGKILL');
	await ann.page.close();
	server = await TestServer.start({ after: server, env: ENV });
	// The room is ended by hand: nobody waits for the minute in which somebody may come back.
	await server.api('POST', '/v2/rooms/deactivate', { roomId });
	const recording = await stopped(roomId);
	const { sound, seconds } = await soundOf(recording);
	expect(seconds).toBeGreaterThan(3);
	expect(seconds).toBeLessThan(5.5);
	expect(silence(sound)).toBeLessThan(1);
});
