import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distances, near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { sendPattern } from '@roomcast/testing/media/people';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-meeting-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GREEN = [0, 128, 0] as const;
const BLUE = [0, 0, 255] as const;
const WHITE = [255, 255, 255] as const;

test('a meeting: two people, one of whom comes late, mutes, and leaves early', { timeout: 120_000 }, async () => {
	const composer = await ComposerProcess.create({ composition: { layout: { type: 'GRID' }, quality: 'med' } });
	const { port } = composer;
	const [ann, bob] = [await sentTracks('ann'), await sentTracks('bob')];
	const green = await patternFile({ color: 'green', tone: 1000, beeps: true });
	const blue = await patternFile({ color: 'blue', tone: 440, beeps: false });
	const senders = [
		sendPattern(green, { video: { port, ...ann.video }, audio: { port, ...ann.audio } }),
		sendPattern(blue, { video: { port, ...bob.video }, audio: { port, ...bob.audio } }),
	];
	await sleep(1500);
	composer.send({ type: 'participant', participant: { participantId: 'ann', name: 'Ann Ångström 👋' } });
	composer.send({ type: 'addTrack', track: ann.video });
	composer.send({ type: 'addTrack', track: ann.audio });
	const path = join(folder, 'meeting.mp4');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	const { startedAt } = await composer.event('sink-started');
	/** Waits until a second of the recording, and says when it really is. */
	const at = async (seconds: number) => {
		await sleep(Math.max(0, startedAt + seconds * 1000 - Date.now()));
		return (Date.now() - startedAt) / 1000;
	};

	await at(2);
	composer.send({ type: 'participant', participant: { participantId: 'bob', name: 'محمد' } });
	composer.send({ type: 'addTrack', track: bob.video });
	composer.send({ type: 'addTrack', track: bob.audio });
	await at(4);
	composer.send({ type: 'removeTrack', trackId: bob.audio.trackId });
	composer.send({ type: 'participant', participant: { participantId: 'bob', muted: true, cameraOff: true } });
	await at(5);
	composer.send({ type: 'addTrack', track: bob.audio });
	composer.send({ type: 'participant', participant: { participantId: 'bob', muted: false, cameraOff: false } });
	const leftAt = await at(7);
	composer.send({ type: 'participant', participant: { participantId: 'bob', left: true } });
	await at(9);
	const stoppedAt = Date.now();
	const { files } = await composer.stop();
	await Promise.all(senders.map((sender) => sender.stop()));

	const wanted = (stoppedAt - startedAt) / 1000;
	expect(composer.events.filter((event) => event.type === 'sink-failed' || event.type === 'refused')).toEqual([]);
	const report = await probe(path);
	expect(report.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
	expect(report.streams[0]).toMatchObject({ width: 1280, height: 720 });
	expect(Math.abs(Number(report.format.duration) - wanted)).toBeLessThan(0.2);
	expect(Math.abs((files[0]?.durationMs ?? 0) / 1000 - wanted)).toBeLessThan(0.2);

	const pictures = await Pictures.read(path, { width: 128, height: 72 });
	expect(Math.abs(pictures.count - wanted * 30)).toBeLessThan(6);
	// Between flashes: look where they are not. Alone, Ann fills the canvas.
	const calm = (seconds: number, x: number, y: number) => {
		const frames = [0, 0.15, 0.3, 0.45].map((later) => pictures.at(Math.round((seconds + later) * 30), x, y));
		return frames.find((color) => !near(color, WHITE, 60)) ?? frames[0] ?? WHITE;
	};
	expect(near(calm(1, 0.5, 0.5), GREEN)).toBe(true);
	// Two: side by side, Ann left, Bob right.
	expect(near(calm(3, 0.25, 0.5), GREEN)).toBe(true);
	expect(near(calm(3, 0.75, 0.5), BLUE)).toBe(true);
	// Bob's camera off: his avatar, neither blue nor the background's middle.
	expect(near(calm(4.4, 0.62, 0.35), BLUE, 60)).toBe(false);
	expect(near(calm(4.4, 0.25, 0.5), GREEN)).toBe(true);
	expect(near(calm(6, 0.75, 0.5), BLUE)).toBe(true);
	expect(near(calm(8, 0.5, 0.5), GREEN)).toBe(true);

	// The picture follows within 200 ms of what happened.
	const isBlue = (color: readonly [number, number, number]) => near(color, BLUE);
	const [joined, back] = pictures.onsets(0.75, 0.5, isBlue);
	expect(joined).toBeGreaterThan(2);
	expect(joined).toBeLessThan(3.2);
	expect(back).toBeGreaterThan(5);
	expect(back).toBeLessThan(6.2);
	const left = pictures.onsets(0.75, 0.5, (color) => !isBlue(color)).at(-1) ?? 0;
	expect(Math.abs(left - leftAt)).toBeLessThan(0.2);

	const sound = await Sound.read(path);
	expect(Math.abs(sound.seconds - wanted)).toBeLessThan(0.2);
	const heard = `440 Hz: ${sound.timeline(440)}`;
	expect(sound.level(440, 0.5, 1.8), heard).toBeLessThan(0.01);
	expect(sound.level(440, 2.6, 3.9), heard).toBeGreaterThan(0.3);
	expect(sound.level(440, 4.2, 4.9), heard).toBeLessThan(0.02);
	expect(sound.level(440, 5.6, 6.8), heard).toBeGreaterThan(0.3);
	expect(sound.level(440, 7.3, 8.8), heard).toBeLessThan(0.01);

	// Flash and beep: Ann's picture and sound are one moment.
	const flashes = pictures.onsets(0.2, 0.5, (color) => near(color, WHITE, 60));
	const beeps = sound.onsets(1000, 0.2);
	expect(beeps.length).toBeGreaterThanOrEqual(8);
	const skews = distances(beeps, flashes).map((seconds) => seconds * 1000);
	expect(skews.length).toBeGreaterThanOrEqual(8);
	const dropped = composer.events.findLast((event) => event.type === 'stats')?.ticksDropped;
	const measured = `${skews.map((skew) => skew.toFixed(0)).join(', ')} ms; ${dropped} pictures left out`;
	for (const skew of skews) expect(Math.abs(skew), measured).toBeLessThanOrEqual(40);
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
});
