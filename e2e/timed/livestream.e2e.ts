import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Livestream } from '@roomcast/contract';
import { distances, near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { packets, probe } from '@roomcast/testing/media/ffmpeg';
import { expectNoGaps } from '@roomcast/testing/media/gaps';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import { composersOf } from '../support/composers.ts';
import { sendPattern } from '../support/pattern.ts';
import { download, storedRecording } from '../support/recordings.ts';
import { TestServer } from '../support/server.ts';

/** Seconds before one server dies, and after it is back. */
const SECONDS = Number(process.env.ROOMCAST_TEST_LIVE_SECONDS ?? 4);
const ENV = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };
const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;
const WHITE = [255, 255, 255] as const;
/** Hz. */
const BEEP = 1000;
const HUM = 440;

let folder: string;
let server: TestServer;
let browser: TestBrowser;
let steady: RtmpServer;
let mortal: RtmpServer;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-live-'));
	[server, browser, steady, mortal] = await Promise.all([
		TestServer.start({ env: ENV }),
		TestBrowser.launch(),
		RtmpServer.create(join(folder, 'steady')),
		RtmpServer.create(join(folder, 'mortal')),
	]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	for (const rtmp of [steady, mortal]) await rtmp?.kill();
	await rm(folder, { recursive: true, force: true });
});

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function come(roomId: string, participantId: string): Promise<Caller> {
	const meeting = { micEnabled: false, webcamEnabled: false };
	return Caller.join(browser, server, { roomId, participantId, meeting });
}

/** Ann on the left, red, who flashes and beeps, and Bob on the right, blue, who hums. */
async function call(): Promise<string> {
	const roomId = await server.room();
	const ann = await come(roomId, 'ann');
	const bob = await come(roomId, 'bob');
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: BEEP, beeps: true });
	await sendPattern(bob, { colour: 'rgb(0, 0, 255)', tone: HUM, beeps: false });
	await until('bob sees ann', async () => (await bob.frames('ann')) > 30);
	return roomId;
}

async function find(roomId: string): Promise<Livestream> {
	const { data } = await server.rest('GET /v2/livestreams', { query: { roomId } });
	const [found] = data;
	if (found === undefined) throw new Error('there is no livestream');
	return found;
}

const output = async (roomId: string, index: number) => (await find(roomId)).outputs[index]?.status;

/** Both of them are there, and a flash and its beep are one moment. @returns seconds */
async function expectBoth(path: string): Promise<number> {
	const report = await probe(path);
	expect(report.streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
	expect((await packets(path, 'v'))[0]?.flags, 'begins with a key frame').toMatch(/^K/);
	const pictures = await Pictures.read(path, { width: 64, height: 36 });
	const sound = await Sound.read(path);
	const seconds = pictures.count / 30;
	const middle = Math.floor(pictures.count / 2);
	// Beside the flash, which is in the middle of her picture.
	expect(near(pictures.at(middle, 0.05, 0.3), RED, 60), `left: ${pictures.at(middle, 0.05, 0.3)}`).toBe(true);
	expect(near(pictures.at(middle, 0.75, 0.5), BLUE, 60), `right: ${pictures.at(middle, 0.75, 0.5)}`).toBe(true);
	expect(sound.level(HUM, 0.5, sound.seconds - 0.5)).toBeGreaterThan(0.1);
	const flashes = pictures.onsets(0.25, 0.5, (colour) => near(colour, WHITE, 80));
	const beeps = sound.onsets(BEEP, 0.1).filter((at) => at > 0.2 && at < seconds - 0.2);
	expect(beeps.length, sound.timeline(BEEP)).toBeGreaterThanOrEqual(Math.floor(seconds) - 2);
	const skews = distances(beeps, flashes).toSorted((a, b) => a - b);
	const skew = skews[Math.floor(skews.length / 2)] ?? 1;
	expect(Math.abs(skew), `beeps ${beeps}, flashes ${flashes}`).toBeLessThanOrEqual(0.08);
	return seconds;
}

it('a call goes to two servers and a file; one server dies and comes back, the others miss nothing', {
	timeout: 120_000 + SECONDS * 4000,
}, async () => {
	const roomId = await call();
	// A second try has the files of the first one beside its own.
	const [oldOfSteady, oldOfMortal] = [await steady.recordings(), await mortal.recordings()];
	const streamKey = 'key-of-the-test-0001';
	const outputs = [mortal, steady].map(({ url }) => ({ url, streamKey }));
	const config = { quality: 'low', recording: { enabled: true } } as const;
	const started = await server.rest('POST /v2/livestreams/start', { body: { roomId, outputs, config } });
	expect(started).toBe('Livestream started successfully');
	await until('both are published', async () => (await output(roomId, 1)) === 'PUBLISHING');
	expect(await output(roomId, 0)).toBe('PUBLISHING');
	expect(await composersOf(server)).toHaveLength(1);
	await sleep(SECONDS * 1000);

	await mortal.kill();
	await until('its output is tried again', async () => (await output(roomId, 0)) === 'RECONNECTING');
	await sleep(1000);
	await mortal.start();
	const back = Date.now();
	await until('its output is back', async () => (await output(roomId, 0)) === 'PUBLISHING');
	expect(Date.now() - back, 'ms until its output was back').toBeLessThan(5000);
	await sleep(SECONDS * 1000);
	const ended = await server.rest('POST /v2/livestreams/end', { body: { roomId } });
	expect(ended).toBe('Livestream ended successfully');
	const over = await until('it is over', async () => {
		const found = await find(roomId);
		return found.status === 'STOPPED' && found;
	});
	expect(over.outputs).toMatchObject([{ status: 'STOPPED' }, { status: 'STOPPED' }]);
	const length = (Date.parse(over.end ?? '') - Date.parse(over.start ?? '')) / 1000;

	const { data } = await server.rest('GET /v2/recordings', { query: { roomId } });
	const { file } = await storedRecording(server, 'meeting', data[0]?.id ?? '');
	const recorded = await download(server, file.fileUrl, 'beside.mp4');
	const [received = '', ...more] = (await steady.recordings()).filter((path) => !oldOfSteady.includes(path));
	expect(more).toEqual([]);
	// Pictures are left out where the machine is too busy; sound never is.
	for (const path of [recorded, received]) await expectNoGaps(path, 1);
	// It begins with a key frame, of which there is one in two seconds.
	expect(await expectBoth(received)).toBeGreaterThan(length - 2.5);
	expect(await expectBoth(recorded)).toBeGreaterThan(length - 2.5);
	const stretches = (await mortal.recordings()).filter((path) => !oldOfMortal.includes(path));
	expect(stretches).toHaveLength(2);
	for (const path of stretches) expect(await expectBoth(path)).toBeGreaterThan(SECONDS - 2.5);
	expect(server.output).not.toContain(streamKey);
});

it('a Roomcast server that dies continues the livestream when it is back', {
	timeout: 90_000,
	tags: 'long',
}, async () => {
	const roomId = await call();
	const before = (await steady.recordings()).length;
	const outputs = [{ url: steady.url, streamKey: 'key-of-the-test-0002' }];
	await server.rest('POST /v2/livestreams/start', { body: { roomId, outputs, config: { quality: 'low' } } });
	const { id, start } = await find(roomId);
	await sleep(3000);
	await server.kill('SIGKILL');
	server = await TestServer.start({ after: server, env: ENV });
	await until('it is published again', async () => (await steady.recordings()).length === before + 2, 30_000);
	await until('it says so', async () => (await output(roomId, 0)) === 'PUBLISHING');
	await sleep(4000);
	expect(await find(roomId)).toMatchObject({ id, start, status: 'STARTED', end: null });
	await server.rest('POST /v2/livestreams/end', { body: { roomId } });
	await until('it is over', async () => (await find(roomId)).status === 'STOPPED');
	const path = (await steady.recordings()).at(-1) ?? '';
	expect((await packets(path, 'v')).length).toBeGreaterThan(45);
	const sound = await Sound.read(path);
	expect(sound.level(HUM, 1, sound.seconds - 0.2), sound.timeline(HUM)).toBeGreaterThan(0.1);
});
