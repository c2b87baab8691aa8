import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { sendPattern } from '@roomcast/testing/media/people';
import { freePort } from '@roomcast/testing/net/ports';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-recover-'));
	pattern = await patternFile({ color: 'green', tone: 1000, beeps: true });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const WHITE = [255, 255, 255] as const;

test('kill -9 loses at most a second; what follows becomes one file in real time', {
	timeout: 120_000,
}, async () => {
	const { video, audio } = await sentTracks();
	const port = await freePort();
	const parts = [join(folder, 'one.mp4'), join(folder, 'two.mp4')] as const;
	const tracks = [join(folder, 'track-one.webm'), join(folder, 'track-two.webm')] as const;

	const record = async (part: string, track: string) => {
		const composer = await ComposerProcess.create({ port });
		for (const one of [video, audio]) composer.send({ type: 'addTrack', track: one });
		composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'm', path: part, format: 'mp4' } });
		composer.send({
			type: 'addSink',
			sink: { kind: 'track-file', sinkId: 't', path: track, participantId: 'p1', trackKind: 'video' },
		});
		const meeting = await composer.event('sink-started', ({ sinkId }) => sinkId === 'm');
		const single = await composer.event('sink-started', ({ sinkId }) => sinkId === 't');
		return { composer, meeting: meeting.startedAt, track: single.startedAt };
	};

	const sender = sendPattern(pattern, { video: { port, ...video }, audio: { port, ...audio } });
	const first = await record(parts[0], tracks[0]);
	await sleep(4000);
	const killedAt = Date.now();
	await first.composer.kill();

	// The killed file plays as it is, and to within a second of its end.
	for (const [path, startedAt] of [
		[parts[0], first.meeting],
		[tracks[0], first.track],
	] as const) {
		const lasted = (killedAt - startedAt) / 1000;
		const { count } = await Pictures.read(path, { width: 16, height: 16 });
		expect(count / 30).toBeGreaterThan(lasted - 1);
	}

	const second = await record(parts[1], tracks[1]);
	await sleep(3000);
	const stoppedAt = Date.now();
	await second.composer.stop();
	await sender.stop();

	const joiner = ComposerProcess.idle();
	const meeting = join(folder, 'meeting.mp4');
	const track = join(folder, 'track.webm');
	joiner.send({ type: 'recover', jobId: 'm', parts: parts.map((path) => ({ path })), output: meeting });
	joiner.send({ type: 'recover', jobId: 't', parts: tracks.map((path) => ({ path })), output: track });
	joiner.send({
		type: 'recover',
		jobId: 'none',
		parts: [{ path: join(folder, 'missing.mp4') }],
		output: join(folder, 'x.mp4'),
	});
	await joiner.event('recovered', ({ jobId }) => jobId === 'm');
	const shares = joiner.events.flatMap((event) =>
		event.type === 'recovering' && event.jobId === 'm' ? [event.share] : [],
	);
	expect(shares.at(-1)).toBeGreaterThan(0.8);
	expect(shares).toEqual([...new Set(shares)].toSorted((a, b) => a - b));
	await joiner.event('recovered', ({ jobId }) => jobId === 't');
	expect((await joiner.event('recover-failed')).reason).toMatch(/none of 1 parts can be read/);
	joiner.send({ type: 'stop' });
	await joiner.exited;

	for (const [path, startedAt] of [
		[meeting, first.meeting],
		[track, first.track],
	] as const) {
		const { format } = await probe(path);
		expect(Math.abs(Number(format.duration) - (stoppedAt - startedAt) / 1000)).toBeLessThan(0.3);
		const pictures = await Pictures.read(path, { width: 16, height: 16 });
		const flashes = pictures.onsets(0.5, 0.3, (color) => near(color, WHITE, 60));
		expect(flashes.length).toBeGreaterThanOrEqual(5);
		// The pattern flashes every second of the world: the second part lies where it belongs.
		const phase = (flashes[0] ?? 0) % 1;
		for (const flash of flashes) {
			const off = Math.abs(flash - phase - Math.round(flash - phase));
			expect(off).toBeLessThan(0.15);
		}
	}
	expect((await Sound.read(meeting)).onsets(1000, 0.2).length).toBeGreaterThanOrEqual(5);
	// It seeks: a picture from the second part without reading the first.
	const late = await ffmpeg(['-ss', '6', '-i', meeting, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
	expect(late.length).toBe(1280 * 720);

	// A file cut anywhere is read as far as it goes: of a picture that the cut went through nothing is left.
	const again = ComposerProcess.idle();
	const { size } = await stat(parts[1]);
	for (const left of [0.7, 0.55, 0.4]) {
		await truncate(parts[1], Math.floor(size * left));
		const jobId = `cut-${left}`;
		const output = join(folder, `${jobId}.mp4`);
		again.send({ type: 'recover', jobId, parts: parts.map((path) => ({ path })), output });
		const { file } = await again.event('recovered', (event) => event.jobId === jobId);
		expect(file.durationMs).toBeGreaterThan(3000);
		await ffmpeg(['-xerror', '-i', output, '-f', 'null', '-']);
	}
	again.send({ type: 'stop' });
	await again.exited;
});
