import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distances, near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { expectNoGaps } from '@roomcast/testing/media/gaps';
import { findChanges, findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HlsListener } from './support/hls-listener.ts';
import { startMeeting } from './support/meeting.ts';

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-hls-'));
	pattern = await patternFile({ color: 'green', tone: 1000, beeps: true });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const WHITE = [255, 255, 255] as const;
/** Media time of a stream's first moment. */
const BEGIN_MS = 20_000_000_000;

async function makeFolder(name: string): Promise<string> {
	const path = join(folder, name);
	// A second try finds what the first left.
	await rm(path, { recursive: true, force: true });
	await mkdir(path);
	return path;
}

/** Checks every version alone, and each against the next. */
function faultsOf(versions: readonly string[]): string[] {
	const playlists = versions.map(readPlaylist);
	return playlists.flatMap((playlist, index) => {
		const next = playlists[index + 1];
		return [...findFaults(playlist), ...(next ? findChanges(playlist, next) : [])];
	});
}

/** Files joined to one that ffprobe reads. */
async function concatenate(path: string, files: readonly string[]): Promise<string> {
	await writeFile(path, Buffer.concat(await Promise.all(files.map((file) => readFile(file)))));
	return path;
}

test('HLS beside a file: both whole, while the stream comes and goes', { timeout: 120_000 }, async () => {
	const { composer, sender } = await startMeeting(pattern);
	const path = join(folder, 'whole.mp4');
	const hls = await makeFolder('live');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	await composer.event('sink-started');
	await sleep(1300);
	composer.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: hls } });
	await composer.event('hls-segment', ({ number }) => number === 3, 20_000);
	await sleep(700);
	composer.send({ type: 'removeSink', sinkId: 'hls' });
	const { files } = await composer.event('sink-stopped', ({ sinkId }) => sinkId === 'hls');
	await sleep(1500);
	await composer.stop();
	await sender.stop();
	expect(composer.events.filter(({ type }) => type === 'sink-failed' || type === 'refused')).toEqual([]);

	// What was told is what the rules ask for, at every moment.
	const listener = new HlsListener();
	listener.take(composer, 'hls');
	listener.end();
	expect(faultsOf(listener.whole)).toEqual([]);
	expect(faultsOf(listener.window)).toEqual([]);
	const [init] = listener.inits;
	expect(init).toMatchObject({
		codecs: expect.stringMatching(/^avc1\.64[0-9a-f]{4},mp4a\.40\.2$/),
		width: 854,
		height: 480,
		frameRate: 30,
		targetDurationSeconds: 2,
		partTargetMs: 400,
	});
	const { segments, parts } = listener;
	expect(segments.map(({ number }) => number)).toEqual(segments.map((_, index) => index));
	for (const { durationMs } of segments.slice(0, -1)) expect(durationMs).toBe(2000);
	expect(files).toMatchObject([{ path: hls, format: 'hls', width: 854, height: 480 }]);
	const total = segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
	expect(Math.abs((files[0]?.durationMs ?? 0) - total)).toBeLessThan(1);

	// On the disk it is the same: a segment is its parts, its times are those of the playlist, it begins with a key frame.
	const initPath = join(hls, 'init.mp4');
	// Where media times begin: high, for Shaka Player.
	let startMs = BEGIN_MS;
	for (const [index, { number, path: segmentPath, bytes, durationMs }] of segments.entries()) {
		const content = await readFile(segmentPath);
		const own = parts.filter(({ segment }) => segment === number);
		expect(content.length).toBe(bytes);
		expect(Buffer.concat(await Promise.all(own.map((part) => readFile(part.path)))).equals(content)).toBe(true);
		const whole = await concatenate(join(folder, 'segment.mp4'), [initPath, segmentPath]);
		const video = await packets(whole, 'v');
		expect(video[0]?.flags).toMatch(/^K/);
		expect(video).toHaveLength(Math.round(durationMs * 0.03));
		expect(Math.abs(Number(video[0]?.pts_time) * 1000 - startMs)).toBeLessThan(1);
		const audio = await packets(whole, 'a');
		expect(Math.abs(Number(audio[0]?.pts_time) * 1000 - startMs)).toBeLessThan(22);
		// At the very end the sound is as far behind as its encoder looks ahead.
		const missing = index < segments.length - 1 ? 44 : 100;
		expect(Math.abs(audio.length * (1024 / 48) - durationMs)).toBeLessThan(missing);
		startMs += durationMs;
	}
	// Every independent part plays on its own.
	const independent = parts.filter((part) => part.independent);
	expect(new Set(independent.map(({ part }) => part))).toEqual(new Set([0, 3]));
	expect(independent.filter(({ part }) => part === 0)).toHaveLength(segments.length);
	const halfway = independent.find(({ part }) => part === 3);
	const alone = await concatenate(join(folder, 'part.mp4'), [initPath, halfway?.path ?? '']);
	const frames = await ffmpeg([
		'-xerror',
		'-i',
		alone,
		'-f',
		'rawvideo',
		'-pix_fmt',
		'gray',
		'-vf',
		'scale=16:16',
		'-',
	]);
	expect(frames.length).toBe(12 * 256);

	// A player that knows nothing of parts reads all of it, and flash and beep are one moment.
	const playlist = join(hls, 'index.m3u8');
	await writeFile(playlist, listener.whole.at(-1) ?? '');
	const report = await probe(playlist);
	expect(report.streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
	expect(Math.abs(Number(report.format.duration) * 1000 - total)).toBeLessThan(50);
	expect((await ffmpeg(['-xerror', '-i', playlist, '-f', 'null', '-'])).length).toBe(0);
	const pictures = await Pictures.read(playlist, { width: 32, height: 18 });
	const sound = await Sound.read(playlist);
	const flashes = pictures.onsets(0.5, 0.3, (color) => near(color, WHITE, 60));
	// One that is cut by the beginning or the end has no counterpart.
	const beeps = sound.onsets(1000, 0.2).filter((at) => at > 0.15 && at < sound.seconds - 0.15);
	// The one in the middle: a single flash may come late where the machine was too busy for its picture.
	const skews = distances(beeps, flashes).toSorted((a, b) => a - b);
	expect(skews.length).toBeGreaterThanOrEqual(7);
	const skew = skews[Math.floor(skews.length / 2)] ?? 1;
	expect(Math.abs(skew), `beeps ${beeps}, flashes ${flashes}`).toBeLessThanOrEqual(0.04);

	// The file beside it has every picture and all sound.
	await expectNoGaps(path, composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0);
});

test('after kill -9 another composer continues: numbers and times follow, the break is marked', {
	timeout: 120_000,
	tags: 'long',
}, async () => {
	const hls = await makeFolder('crash');
	const listener = new HlsListener();
	const first = await startMeeting(pattern);
	first.composer.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: hls } });
	const { startedAt } = await first.composer.event('sink-started');
	await first.composer.event('hls-part', ({ segment, part }) => segment === 2 && part === 2, 20_000);
	await first.composer.kill();
	await first.sender.stop();
	listener.take(first.composer, 'hls');
	await listener.finishOpen(hls);
	expect(listener.timeline.nextSegment).toBe(3);

	const second = await startMeeting(pattern);
	second.composer.send({
		type: 'addSink',
		sink: { kind: 'hls', sinkId: 'hls', path: hls, firstSegment: 3, discontinuity: true, timelineStart: startedAt },
	});
	await second.composer.event('hls-segment', ({ number }) => number === 4, 20_000);
	await second.composer.stop();
	await second.sender.stop();
	listener.take(second.composer, 'hls');
	listener.end();

	expect(faultsOf(listener.whole)).toEqual([]);
	expect(faultsOf(listener.window)).toEqual([]);
	const whole = readPlaylist(listener.whole.at(-1) ?? '');
	expect(whole.segments.map(({ discontinuity }) => discontinuity).slice(0, 5)).toEqual([0, 0, 0, 1, 1]);
	expect(whole.segments.map(({ map }) => map).slice(0, 5)).toEqual([
		...Array(3).fill('init.mp4'),
		...Array(2).fill('init-3.mp4'),
	]);
	expect((await readdir(hls)).filter((name) => name.startsWith('init'))).toEqual(['init-3.mp4', 'init.mp4']);
	// Media times are those of the world, counted from the first composer's start: also over the break, by eighths of a second.
	for (const { uri, map, dateTime } of whole.segments) {
		const file = await concatenate(join(folder, 'segment.mp4'), [join(hls, map), join(hls, uri)]);
		const [video] = await packets(file, 'v');
		const late = Number(video?.pts_time) * 1000 - BEGIN_MS - (dateTime - startedAt);
		expect(late).toBeGreaterThan(-3);
		expect(late).toBeLessThan(map === 'init.mp4' ? 3 : 128);
		if (map !== 'init.mp4') expect((Number(video?.pts_time) * 8) % 1).toBe(0);
	}
	const playlist = join(hls, 'index.m3u8');
	await writeFile(playlist, listener.whole.at(-1) ?? '');
	const pictures = await Pictures.read(playlist, { width: 16, height: 16 });
	const seconds = whole.segments.reduce((sum, { duration }) => sum + duration, 0);
	expect(pictures.count).toBeGreaterThan((seconds - 0.2) * 30);
});

test('sound alone is a stream too', { timeout: 120_000 }, async () => {
	const hls = await makeFolder('sound');
	const { composer, sender } = await startMeeting(pattern, { composition: { mode: 'audio' } });
	composer.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: hls, segmentSeconds: 4 } });
	await composer.event('hls-segment', ({ number }) => number === 0, 20_000);
	await sleep(1000);
	await composer.stop();
	await sender.stop();
	const listener = new HlsListener();
	listener.take(composer, 'hls');
	listener.end();
	expect(faultsOf(listener.whole)).toEqual([]);
	expect(listener.inits).toMatchObject([{ codecs: 'mp4a.40.2', targetDurationSeconds: 4 }]);
	expect(listener.parts.every(({ independent }) => independent)).toBe(true);
	const playlist = join(hls, 'index.m3u8');
	await writeFile(playlist, listener.whole.at(-1) ?? '');
	expect((await probe(playlist)).streams.map(({ codec_name }) => codec_name)).toEqual(['aac']);
	const sound = await Sound.read(playlist);
	expect(sound.onsets(1000, 0.2).length).toBeGreaterThanOrEqual(4);
	expect(Math.abs(sound.seconds - listener.timeline.durationMs / 1000)).toBeLessThan(0.1);
});

test('a folder that is not there, or another encoding, fails with its reason; the file beside it continues', {
	timeout: 120_000,
}, async () => {
	const { composer, sender } = await startMeeting(pattern);
	const path = join(folder, 'beside.mp4');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	composer.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: join(folder, 'missing') } });
	expect((await composer.event('sink-failed')).reason).toMatch(/ENOENT.*missing/);
	await sleep(500);
	await composer.stop();
	await sender.stop();
	expect((await probe(path)).streams).toHaveLength(2);

	const webm = await ComposerProcess.create({ encoding: 'vp8-opus', composition: { quality: 'low' } });
	webm.send({ type: 'addSink', sink: { kind: 'hls', sinkId: 'hls', path: folder } });
	expect((await webm.event('sink-failed')).reason).toBe("the picture's codec is vp8; it must be h264");
	await webm.stop();
});
