import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distances, near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import type { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { expectNoGaps } from '@roomcast/testing/media/gaps';
import { findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HlsListener } from './support/hls-listener.ts';
import { startMeeting } from './support/meeting.ts';

let folder = '';
let pattern = '';
const servers: RtmpServer[] = [];
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-rtmp-'));
	pattern = await patternFile({ color: 'green', tone: 1000, beeps: true });
}, 30_000);
afterAll(async () => {
	for (const server of servers) await server.kill();
	await rm(folder, { recursive: true, force: true });
});

const WHITE = [255, 255, 255] as const;

async function startServer(name: string, onPublish?: string): Promise<RtmpServer> {
	const server = await RtmpServer.create(join(folder, name), onPublish === undefined ? {} : { onPublish });
	servers.push(server);
	return server;
}

function states(composer: ComposerProcess, wanted: string): string[] {
	return composer.events.flatMap((event) =>
		event.type === 'rtmp-state' && event.sinkId === wanted ? [event.state] : [],
	);
}

/** Checks that there are picture and sound, in sync. @returns how long it is, seconds */
async function checkRecording(path: string): Promise<number> {
	const report = await probe(path);
	expect(report.streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
	const video = await packets(path, 'v');
	expect(video[0]?.flags).toMatch(/^K/);
	const pictures = await Pictures.read(path, { width: 32, height: 18 });
	const sound = await Sound.read(path);
	const flashes = pictures.onsets(0.5, 0.3, (color) => near(color, WHITE, 60));
	const beeps = sound.onsets(1000, 0.2).filter((at) => at > 0.15 && at < pictures.count / 30 - 0.15);
	expect(beeps.length).toBeGreaterThanOrEqual(1);
	// The one in the middle: a single flash may come late where the machine was too busy for its picture.
	const skews = distances(beeps, flashes).toSorted((a, b) => a - b);
	const skew = skews[Math.floor(skews.length / 2)] ?? 1;
	expect(Math.abs(skew), `beeps ${beeps}, flashes ${flashes}`).toBeLessThanOrEqual(0.04);
	return pictures.count / 30;
}

test('two servers, one of which is killed and comes back: the other, HLS and the file miss nothing', {
	timeout: 120_000,
	tags: 'long',
}, async () => {
	const [first, second] = [await startServer('first'), await startServer('second')];
	const { composer, sender } = await startMeeting(pattern);
	const path = join(folder, 'whole.mp4');
	const hls = join(folder, 'hls');
	await mkdir(hls);
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	composer.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: hls } });
	composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: 'one', url: first.url, streamKey: 'key-one' } });
	await composer.event('sink-started', ({ sinkId }) => sinkId === 'one');
	composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: 'two', url: second.url, streamKey: 'key two/ü' } });
	await composer.event('sink-started', ({ sinkId }) => sinkId === 'two');
	await sleep(2500);

	await first.kill();
	const { reason } = await composer.event('rtmp-state', ({ state }) => state === 'reconnecting');
	expect(reason).toContain(`rtmp://127.0.0.1:${first.port}: `);
	await sleep(1200);
	await first.start();
	const back = Date.now();
	while (states(composer, 'one').filter((state) => state === 'publishing').length < 2) {
		expect(Date.now() - back).toBeLessThan(5000);
		await sleep(50);
	}
	await sleep(4500);
	composer.send({ type: 'removeSink', sinkId: 'one' });
	await composer.event('sink-stopped', ({ sinkId }) => sinkId === 'one');
	await sleep(500);
	await composer.stop();
	await sender.stop();
	await sleep(300);

	expect(composer.events.filter(({ type }) => type === 'sink-failed' || type === 'refused')).toEqual([]);
	expect(states(composer, 'two')).toEqual(['connecting', 'publishing']);
	expect(JSON.stringify(composer.events)).not.toMatch(/key.(one|two)/);
	const one = await first.recordings();
	expect(one).toHaveLength(2);
	// nginx writes its file as it comes: what was in its hands when it was killed is lost, not more.
	for (const recording of one) expect(await checkRecording(recording)).toBeGreaterThan(2);
	const [two, ...others] = await second.recordings();
	expect(others).toEqual([]);
	expect(await checkRecording(two ?? '')).toBeGreaterThan(8);
	const dropped = composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0;
	await expectNoGaps(two ?? '', dropped);
	await expectNoGaps(path, dropped);
	const listener = new HlsListener();
	listener.take(composer, 'hls');
	expect(listener.whole.flatMap((playlist) => findFaults(readPlaylist(playlist)))).toEqual([]);
	for (const { durationMs } of listener.segments.slice(0, -1)) expect(durationMs).toBe(2000);
	expect((await ffmpeg(['-xerror', '-i', two ?? '', '-f', 'null', '-'])).length).toBe(0);
});

/** A port on which nobody listens or starts to: the system never assigns it. */
const NOBODY = 'rtmp://127.0.0.1:1/live';

test('a refused key, a wrong host, a port where nobody listens: only that output fails, and says why', {
	timeout: 120_000,
}, async () => {
	const asked: string[] = [];
	const doorman = createServer((request, response) => {
		request.on('data', (data) => asked.push(String(data)));
		request.on('end', () => response.writeHead(403).end());
	});
	await new Promise<void>((resolve) => doorman.listen(0, '127.0.0.1', resolve));
	const address = doorman.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const server = await startServer('doorman', `http://127.0.0.1:${address.port}/`);
	const { composer, sender } = await startMeeting(pattern);
	const path = join(folder, 'beside.mp4');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	await composer.event('sink-started');
	const streamKey = 'hunter2';
	const begun = Date.now();
	const outputs = {
		refused: server.url,
		nobody: NOBODY,
		unknown: 'rtmp://roomcast.invalid/live',
		broken: 'rtmp://127.0.0.1',
	};
	for (const [sinkId, url] of Object.entries(outputs))
		composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId, url, streamKey } });
	const before = { kind: 'rtmp', sinkId: 'before', url: NOBODY, streamKey, published: true } as const;
	composer.send({ type: 'addSink', sink: before });
	const failure = (wanted: string) => composer.event('sink-failed', ({ sinkId }) => sinkId === wanted, 20_000);
	expect((await failure('broken')).reason).toContain('names no application');
	expect((await failure('refused')).reason).toMatch(
		/^rtmp:\/\/127\.0\.0\.1:\d+(: .*the stream key may be wrong| refused: )/,
	);
	expect(Date.now() - begun).toBeLessThan(4000);
	expect((await failure('nobody')).reason).toContain('nothing listens there');
	expect((await failure('unknown')).reason).toContain('there is no host of this name');
	expect(Date.now() - begun).toBeGreaterThan(7000);
	expect(Date.now() - begun).toBeLessThan(13_000);
	await composer.event('sink-stopped', ({ sinkId }) => sinkId === 'unknown');
	await composer.stop();
	await sender.stop();
	doorman.close();

	expect(asked.join()).toContain(`name=${streamKey}`);
	// Another composer published it: it is waited for.
	expect(states(composer, 'before')).not.toContain('failed');
	expect(states(composer, 'before').length).toBeGreaterThan(0);
	expect(states(composer, 'refused').at(-1)).toBe('failed');
	expect(JSON.stringify(composer.events)).not.toContain(streamKey);
	expect(await server.recordings()).toEqual([]);
	await expectNoGaps(path, composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0);
});
