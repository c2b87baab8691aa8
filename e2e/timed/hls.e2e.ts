import { near } from '@roomcast/testing/media/analyse';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import { composersOf } from '../support/composers.ts';
import { sendPattern } from '../support/pattern.ts';
import { TestServer } from '../support/server.ts';
import { percentile, Viewer } from '../support/viewer.ts';

/** Seconds that viewers are watched. */
const SECONDS = Number(process.env.ROOMCAST_TEST_WATCH_SECONDS ?? 8);
const RED = [255, 0, 0] as const;

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
	[server, browser] = await Promise.all([TestServer.start(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Media playlist that a master leads to. */
async function media(master: string): Promise<string> {
	const lines = (await (await fetch(master)).text()).split('\n');
	return new URL(lines.find((line) => line !== '' && !line.startsWith('#')) ?? '', master).href;
}
const playlist = async (url: string) => readPlaylist(await (await fetch(url)).text());

it('a call goes live: watched as it happens, from its start, through a crash, and when it is over', {
	timeout: 60_000 + SECONDS * 4000,
}, async () => {
	const roomId = await server.room();
	const join = (participantId: string) =>
		Caller.join(browser, server, { roomId, participantId, meeting: { micEnabled: false, webcamEnabled: false } });
	const ann = await join('ann');
	const bob = await join('bob');
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: 440, beeps: false, clock: true });
	await until('bob sees ann', async () => (await bob.frames('ann')) > 10);
	// Only ann speaks: she fills the picture, and her clock with it.
	const config = { layout: { type: 'SPOTLIGHT', priority: 'SPEAKER' }, quality: 'med' } as const;
	const { id, livestreamUrl, playbackHlsUrl } = await server.rest('POST /v2/hls/start', { body: { roomId, config } });
	await server.rest('POST /v2/recordings/start', { body: { roomId, config } });
	await until('bob hears that it is playable', async () => (await bob.run('meeting.hlsState')) === 'HLS_PLAYABLE');
	const urls = await bob.run<{ playbackHlsUrl: string; livestreamUrl: string }>('meeting.hlsUrls');
	expect(urls).toMatchObject({ playbackHlsUrl, livestreamUrl });

	// Pages of another origin than the stream's.
	const elsewhere = server.url.replace('127.0.0.1', 'localhost');
	const live = await Viewer.watch(browser, elsewhere, livestreamUrl);
	await until('it plays', async () => (await live.state()).frames > 30);
	// The player finds its place in the first seconds.
	await sleep(2000);
	const before = await live.state();
	const behind: number[] = [];
	for (const end = Date.now() + SECONDS * 1000; Date.now() < end; await sleep(100)) {
		const seconds = await live.behind();
		if (seconds !== undefined) behind.push(seconds);
	}
	const after = await live.state();
	const told = `p50 ${percentile(behind, 0.5)} s, p95 ${percentile(behind, 0.95)} s; ${JSON.stringify(after)}`;
	console.log(`behind the camera's clock: ${told}`);
	expect(percentile(behind, 0.5), told).toBeLessThanOrEqual(3);
	expect(after.stalls - before.stalls, told).toBe(0);
	expect(after.frames - before.frames, told).toBeGreaterThan(SECONDS * 24);
	expect(near(await live.colour(), RED, 60), String(await live.colour())).toBe(true);

	// A picture of it has its colours.
	const { filePath } = await server.rest('POST /v2/hls/capture', { body: { roomId } });
	const rgb = await ffmpeg([
		...['-i', filePath, '-vf', 'scale=64:36:flags=area', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
	]);
	const [r = 0, g = 0, b = 0] = rgb.subarray((18 * 64 + 8) * 3);
	expect(near([r, g, b], RED, 60), `${r}, ${g}, ${b}`).toBe(true);

	// From the beginning, and without low latency.
	const [dvr, plain] = await Promise.all([
		Viewer.watch(browser, elsewhere, playbackHlsUrl),
		Viewer.watch(browser, elsewhere, livestreamUrl, { lowLatency: false }),
	]);
	await until('both play', async () => (await dvr.state()).frames > 20 && (await plain.state()).frames > 20);
	await dvr.seek(0.5);
	const started = await dvr.state();
	expect(started.from).toBeLessThan(0.1);
	expect(started.position).toBeLessThan(1);
	await until('it plays from there', async () => (await dvr.state()).position > 1.5);
	expect(near(await dvr.colour(), RED, 60)).toBe(true);
	const late = await plain.behind();
	expect(late, `${late} s behind`).toBeGreaterThan(percentile(behind, 0.5) + 1);
	expect((await plain.state()).errors).toEqual([]);
	await plain.page.close();

	// The composer is killed: viewers see a gap that is marked, and the file beside it misses no more than that.
	const [crashed = 0] = await composersOf(server);
	expect(crashed).not.toBe(0);
	process.kill(crashed, 'SIGKILL');
	const whole = await media(playbackHlsUrl);
	const broken = await until('it goes on', async () => {
		const now = await playlist(whole);
		return now.segments.some(({ discontinuity }) => discontinuity === 1) && now;
	});
	expect(findFaults(broken)).toEqual([]);
	const next = broken.segments.findIndex(({ discontinuity }) => discontinuity === 1);
	const [last, first] = [broken.segments[next - 1], broken.segments[next]];
	const gap = (first?.dateTime ?? 0) - (last?.dateTime ?? 0) - (last?.duration ?? 0) * 1000;
	console.log(`gap after kill -9: ${gap} ms`);
	expect(gap).toBeGreaterThan(0);
	expect(gap).toBeLessThanOrEqual(3000);
	const held = await live.state();
	await until('the viewer goes on', async () => (await live.state()).frames > held.frames + 60, 10_000);
	await until('the viewer is live again', async () => ((await live.behind()) ?? 99) <= 4, 10_000);
	expect((await live.state()).errors.filter((error) => error.includes('fatal'))).toEqual([]);

	// It is over: viewers see it to its end, and later viewers see all of it.
	await server.rest('POST /v2/hls/end', { body: { roomId } });
	await until('the viewer is at the end', async () => (await live.state()).ended, 10_000);
	const over = await until('it has ended', async () => {
		const now = await playlist(whole);
		return now.ended && now;
	});
	expect(findFaults(over)).toEqual([]);
	const report = await probe(playbackHlsUrl);
	expect(report.streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
	expect(report.streams[0]).toMatchObject({ width: 1280, height: 720 });
	const replay = await Viewer.watch(browser, elsewhere, playbackHlsUrl);
	await until('the replay plays', async () => (await replay.state()).frames > 30);
	const length = (await replay.state()).to;
	await replay.seek(length - 1);
	await until('it plays to the end', async () => (await replay.state()).ended);
	const stream = await server.rest('GET /v2/hls/:id', { params: { id } });
	expect(stream.status).toBe('STOPPED');
	// The wall clock continued during the gap; the player's clock did not.
	expect(Math.abs(stream.duration - gap / 1000 - length)).toBeLessThan(0.5);
	await server.rest('POST /v2/recordings/end', { body: { roomId } });
	const recording = await until('the recording is stored', async () => {
		const { data } = await server.rest('GET /v2/recordings', { query: { roomId } });
		return data[0]?.status === 'STOPPED' && data[0];
	});
	expect(recording.file?.meta.duration).toBeGreaterThan(stream.duration - 1.5);
	await ann.run('meeting.leave()');
	await bob.run('meeting.leave()');
});
