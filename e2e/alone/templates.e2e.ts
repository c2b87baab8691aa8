import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { near, Pictures, type Rgb, Sound } from '@roomcast/testing/media/analyse';
import { probe } from '@roomcast/testing/media/ffmpeg';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { BrowserProcesses } from '../support/browserProcesses.ts';
import { Caller } from '../support/caller.ts';
import { download, startRecording, stopRecording, storedRecording, type TestRecording } from '../support/recordings.ts';
import { TestServer } from '../support/server.ts';
import { CAMERA, LOUDNESS, QUARTERS, TemplateSite, TONE } from '../support/templatePage.ts';

/** Number of starts and stops, after which nothing remains. */
const ROUNDS = Number(process.env.ROOMCAST_TEST_TEMPLATE_ROUNDS ?? 1);
/** ms that are recorded. */
const LENGTH = 4_000;
/** In the middle of each quarter, beside the hand and the square. */
const CORNERS = [
	[0.25, 0.35],
	[0.75, 0.1],
	[0.1, 0.9],
	[0.75, 0.9],
] as const;
/** Seconds that a page has to load. */
const LOAD_TIMEOUT = 6;
/** For tests that do not check the picture. */
const SMALL = { quality: 'low' } as const;

let server: TestServer;
let browser: TestBrowser;
let site: TemplateSite;
let receiver: Receiver;
let elsewhere: Server;
let reached = 0;
/** Where the page tries to send UDP. */
const udp = createSocket('udp4');
let packets = 0;
let caller: Caller;
let roomId: string;
let browsers: BrowserProcesses;

beforeAll(async () => {
	[server, browser, site, receiver] = await Promise.all([
		TestServer.start({
			env: { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true', ROOMCAST_TEMPLATE_TIMEOUT: String(LOAD_TIMEOUT) },
		}),
		TestBrowser.launch({ colour: 'green' }),
		TemplateSite.open(),
		Receiver.create(),
	]);
	browsers = new BrowserProcesses(server);
	udp.on('message', () => packets++).bind(0, '127.0.0.1');
	await once(udp, 'listening');
	elsewhere = createServer((_request, response) => {
		reached++;
		response.end();
	});
	await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
	roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	caller = await Caller.join(browser, server, {
		roomId,
		participantId: 'ann',
		meeting: { micEnabled: false },
	});
});
afterAll(async () => {
	await caller?.page.close();
	await browser?.close();
	await server?.stop();
	site?.close();
	elsewhere?.close();
	udp.close();
	await receiver?.close();
});

function templateUrl(path = '/page'): string {
	const { port } = elsewhere.address() as AddressInfo;
	return `${site.url}${path}?server=${server.url}&forbidden=http://127.0.0.1:${port}/&udp=${udp.address().port}`;
}

/** How often the server opened the page of a recording, since the last start. */
function opened(): number {
	const lines = server.output.split('\n');
	const start = lines.findLastIndex((line) => line.includes('/v2/recordings/start'));
	return 1 + lines.slice(start).filter((line) => line.includes('template page opened')).length;
}

const running = async () => (await browsers.all()).length;

async function start(body: Record<string, unknown>, output = 'recordings') {
	const response = await fetch(`${server.url}/v2/${output}/start`, {
		method: 'POST',
		headers: { authorization: server.token(), 'content-type': 'application/json' },
		body: JSON.stringify({ roomId, ...body }),
	});
	return { status: response.status, body: (await response.json()) as { code?: number; message?: string } };
}

async function recordings(): Promise<TestRecording[]> {
	return (await server.rest('GET /v2/recordings', { query: { roomId } })).data as TestRecording[];
}

it('the recording shows the page, with its sound, and nobody in the call sees it', async () => {
	const id = await startRecording(server, 'meeting', { roomId, templateUrl: templateUrl() });
	await new Promise((done) => setTimeout(done, LENGTH));
	// The process that draws the page runs in a sandbox, and not as root.
	const pages = (await browsers.all()).filter(({ renders }) => renders);
	expect(pages.length).toBeGreaterThan(0);
	for (const { pid } of pages) {
		expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s*2$/m);
		expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
	}
	// The call has no participant for it.
	expect(await caller.others()).toEqual([]);
	const { data } = await server.rest('GET /v2/sessions', { query: { roomId } });
	expect(data[0]?.participants).toHaveLength(1);
	await stopRecording(server, 'meeting', { roomId });
	const { file } = await storedRecording(server, 'meeting', id);
	const path = await download(server, file.fileUrl, 'template.mp4');

	// The page got its id and a token, and reached only what it may.
	const [visit] = site.visits;
	expect(visit?.searchParams.get('meetingId')).toBe(roomId);
	expect(visit?.searchParams.get('participantId')).toMatch(/^recorder-/);
	expect(visit?.searchParams.get('token')).toMatch(/^ey/);
	expect(reached).toBe(0);
	expect(site.visits.map(({ pathname }) => pathname)).toContain('/tried-in-a-frame');
	expect(packets).toBe(0);

	const { streams } = await probe(path);
	expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
	expect(file.meta.resolution).toEqual({ width: 1280, height: 720 });
	const pictures = await Pictures.read(path, { width: 320, height: 180 });
	expect(pictures.count).toBeGreaterThan(((LENGTH / 1000) * 30) / 2);
	const last = pictures.count - 15;
	for (const [index, [x, y]] of CORNERS.entries())
		expect(pictures.at(last, x, y), `quarter ${index}`).toSatisfy((rgb: Rgb) => near(rgb, QUARTERS[index] as Rgb, 8));
	// Nothing is cut off, and the page was in the call: the square shows while it sees the caller.
	expect(pictures.at(last, 0.05, 0.05)).toSatisfy((rgb: Rgb) => near(rgb, [255, 0, 255], 16));
	expect(pictures.at(last, 0.12, 0.05)).toSatisfy((rgb: Rgb) => near(rgb, QUARTERS[0], 16));
	// It received media of the call, although none of its UDP gets out.
	const [x, y] = [CAMERA.x + CAMERA.width / 2, CAMERA.y + CAMERA.height / 4];
	expect(pictures.at(last, x, y)).toSatisfy((rgb: Rgb) => near(rgb, [0, 255, 0], 60));
	// The hand turns: it was at many places.
	const places = Array.from({ length: 8 }, (_, eighth) => (eighth * Math.PI) / 4).filter((angle) => {
		const [x, y] = [0.5 + 0.2 * (9 / 16) * Math.cos(angle), 0.5 + 0.2 * Math.sin(angle)];
		return Array.from({ length: pictures.count }, (_, frame) => pictures.at(frame, x, y)).some((rgb) =>
			near(rgb, [255, 255, 255], 60),
		);
	});
	expect(places.length).toBeGreaterThanOrEqual(3);
	// Its tone, and no other.
	const sound = await Sound.read(path);
	// Two channels of it make one that is stronger by the root of two. A machine that is busy makes pauses, and moves what
	// comes after them: the loudness of a tone is that of its short pieces.
	const starts = Array.from({ length: Math.floor(sound.seconds * 2) - 1 }, (_, half) => half / 2);
	const best = starts.toSorted((a, b) => sound.level(TONE, b, b + 0.5) - sound.level(TONE, a, a + 0.5))[0] ?? 0;
	expect(sound.level(TONE, best, best + 0.5) / Math.SQRT2).toBeCloseTo(LOUDNESS, 1);
	for (const other of [TONE / 2, TONE * 1.5, TONE * 2, 3000])
		expect(sound.level(other, best, best + 0.5), `${other} Hz`).toBeLessThan(0.02);
	// Nothing that reports the call names it.
	expect(receiver.received.map(({ body }) => body).filter((body) => body.includes('recorder-'))).toEqual([]);
});

it(
	`nothing is left after ${ROUNDS} starts and stops`,
	async () => {
		for (let round = 0; round < ROUNDS; round++) {
			await startRecording(server, 'meeting', { roomId, templateUrl: templateUrl(), config: SMALL });
			expect(await running()).toBeGreaterThan(0);
			await stopRecording(server, 'meeting', { roomId });
			await until('it is over', async () => (await recordings()).every(({ status }) => status === 'STOPPED'));
		}
		await until(
			'the browsers are gone',
			async () => (await running()) === 0 && (await browsers.folders()).length === 0,
		);
	},
	60_000 + ROUNDS * 20_000,
);

it('a page that does not load answers with the reason, and leaves nothing behind', async () => {
	const refused = async (output: string, code: number, url: string, why: string) => {
		const { status, body } = await start({ templateUrl: url }, output);
		expect({ status, code: body.code }).toEqual({ status: 409, code });
		expect(body.message).toContain(why);
	};
	// A room has one recording and one HLS stream at a time.
	const late = refused('hls', 4016, templateUrl('/never'), `${LOAD_TIMEOUT} s`);
	await refused('recordings', 4011, `${site.url}/nothing`, '404');
	await refused('recordings', 4011, 'http://127.0.0.1:9/', 'cannot be opened');
	await late;
	await until('the browsers are gone', async () => (await running()) === 0);
});

it('a page that crashes is opened again; one that crashes all the time fails', {
	tags: 'long',
	timeout: 120_000,
}, async () => {
	const id = await startRecording(server, 'meeting', { roomId, templateUrl: templateUrl(), config: SMALL });
	for (let crash = 1; crash <= 4; crash++) {
		const visits = site.visits.length;
		await browsers.crashPages();
		if (crash === 4) break;
		await until('it is opened again', async () => site.visits.length > visits, 30_000);
		// It can only be lost after it was there.
		await until('it is back', async () => opened() > crash, 30_000);
	}
	const recording = await until('it fails', async () => {
		const found = await server.rest('GET /v2/recordings/:id', { params: { id } });
		return found.error !== null && (found.status === 'STOPPED' || found.status === 'FAILED') && found;
	});
	expect(recording.error).toContain('crashed');
	await until('recording-failed arrives', async () =>
		receiver.received.some(({ body }) => body.includes('recording-failed') && body.includes('crashed')),
	);
	await until('the browsers are gone', async () => (await running()) === 0);
});

it('HLS shows the page too, and its browser ends with a server that is killed', async () => {
	await server.rest('POST /v2/hls/start', { body: { roomId, templateUrl: templateUrl() } });
	expect(await running()).toBeGreaterThan(0);
	await server.kill('SIGKILL');
	await until('the browsers are gone', async () => (await running()) === 0);
});
