import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Codec } from '@roomcast/contract/composer/track';
import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { joinParts } from '../src/recover/join-parts.ts';
import { type CodedFrame, codedPicture, codedSound } from './support/coded.ts';
import { expectWholeInGStreamer } from './support/gstreamer.ts';
import { ParticipantRecording } from './support/participant-recording.ts';

// Some look at a file in two players.
vi.setConfig({ testTimeout: 120_000 });

const CODECS = ['vp8', 'vp9', 'h264', 'av1'] as const;
const SIZE = { width: 320, height: 180 };
const TONE = 800;
const BLACK = [0, 0, 0] as const;
const GREEN = [0, 128, 0] as const;

let folder = '';
let sound: CodedFrame[] = [];
const pictures = new Map<Codec, CodedFrame[]>();
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-pictures-'));
	sound = await codedSound(TONE, 10);
	for (const codec of CODECS) pictures.set(codec, await codedPicture(codec, 'green', 4, 60, SIZE));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const record = (name: string) => new ParticipantRecording(join(folder, `${name}.webm`));

async function colors(path: string): Promise<(seconds: number) => readonly [number, number, number]> {
	const seen = await Pictures.read(path, { width: 16, height: 16 });
	return (seconds) => seen.at(Math.round(seconds * 30), 0.5, 0.5);
}

test('the first picture comes over a second after the first sound: it is seen from there on', async () => {
	const recording = record('late-picture');
	const { room, path } = recording;
	const [audio, video] = [room.add('opus', 'audio'), room.add('vp8', 'video')];
	const frames = pictures.get('vp8') ?? [];
	recording.say(audio, sound, 0, 1600);
	recording.show(video, frames.slice(0, 1), 1500);
	await recording.started;
	await room.pass(1600);
	recording.say(audio, sound, 1600, 5000);
	for (const [index, frame] of frames.slice(1, 60).entries()) room.send(video, frame, 1500 + ((index + 1) * 1000) / 30);
	await room.pass(3600);
	await recording.close();
	expect((await packets(path, 'v')).filter(({ pts_time }) => Number(pts_time) > 1.45).length).toBe(60);
	const color = await colors(path);
	expect(near(color(1.2), BLACK)).toBe(true);
	expect(near(color(1.7), GREEN)).toBe(true);
	await expectPlayed(path, 1.48);
});

test('the first picture comes a moment after the first sound: the file begins with it, not with black', async () => {
	const recording = record('first-picture');
	const { room, path } = recording;
	const [audio, video] = [room.add('opus', 'audio'), room.add('vp8', 'video')];
	const frames = pictures.get('vp8') ?? [];
	recording.say(audio, sound, 0, 300);
	recording.show(video, frames.slice(0, 1), 250);
	await recording.started;
	for (const [index, frame] of frames.slice(1, 30).entries()) room.send(video, frame, 250 + ((index + 1) * 1000) / 30);
	recording.say(audio, sound, 300, 1250);
	await room.pass(1250);
	await recording.close();
	const color = await colors(path);
	for (const at of [0, 0.1, 0.2, 0.3, 1]) expect(near(color(at), GREEN), `at ${at} s`).toBe(true);
	const times = (await packets(path, 'v')).map(({ pts_time }) => Number(pts_time));
	expect(times[0]).toBe(0);
	expect(times[1]).toBeCloseTo(0.283, 2);
});

test.for(CODECS)('microphone first, and %s from the fifth second on: one file with all of it', async (codec) => {
	const recording = record(`late-${codec}`);
	const { room, path } = recording;
	const audio = room.add('opus', 'audio');
	recording.say(audio, sound, 0, 200);
	await recording.started;
	// The sound of the first picture comes before it.
	recording.say(audio, sound, 200, 6500);
	await room.pass(5000);
	const video = room.add(codec, 'video');
	recording.show(video, pictures.get(codec) ?? [], 5000);
	recording.say(audio, sound, 6500, 9000);
	await room.pass(9000);
	const file = await recording.close();
	expect(file).toMatchObject(SIZE);
	const report = await probe(path);
	expect(report.streams.map(({ codec_name }) => codec_name).sort()).toEqual([codec, 'opus'].sort());
	expect(report.streams.find(({ codec_type }) => codec_type === 'video')).toMatchObject(SIZE);
	expect(Number(report.format.duration)).toBeGreaterThan(8.9);
	// It decodes without complaint, and all is where it belongs.
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	const color = await colors(path);
	expect(near(color(1), BLACK)).toBe(true);
	expect(near(color(4.8), BLACK)).toBe(true);
	for (const at of [5.2, 5.9, 6.9, 8.8]) expect(near(color(at), GREEN), `at ${at} s`).toBe(true);
	const heard = await Sound.read(path);
	for (const [from, to] of [
		[0.1, 4.9],
		[5.1, 8.9],
	] as const)
		expect(heard.level(TONE, from, to)).toBeGreaterThan(0.3);
	await expectPlayed(path, 4.98);
});

/** GStreamer plays all of it too: the tone all along, black, and green from some second on. */
async function expectPlayed(path: string, greenFrom: number): Promise<void> {
	const played = await expectWholeInGStreamer(path, [`${SIZE.width}x${SIZE.height}`]);
	if (played === undefined) return;
	const { times, color, sound: heard } = played;
	const wrong = times.filter((at, picture) => !near(color(picture), at < greenFrom ? BLACK : GREEN));
	expect(wrong, 'pictures of another colour in GStreamer').toEqual([]);
	expect(Math.abs(heard.seconds - Number((await probe(path)).format.duration))).toBeLessThan(0.1);
	expect(heard.level(TONE, 0.1, heard.seconds - 0.1)).toBeGreaterThan(0.3);
}

test('parts of which one has sound alone, and the next a picture, become one file', async () => {
	const first = record('part-1');
	first.say(first.room.add('opus', 'audio'), sound, 0, 2000);
	await first.started;
	await first.room.pass(2000);
	await first.close();
	const second = record('part-2');
	const [audio, video] = [second.room.add('opus', 'audio'), second.room.add('h264', 'video')];
	second.say(audio, sound, 0, 3000);
	second.show(video, (pictures.get('h264') ?? []).slice(0, 90), 0);
	await second.started;
	await second.room.pass(3000);
	await second.close();
	const joined = join(folder, 'joined.mp4');
	const parts = [
		{ path: first.path, startedAt: 1_000_000 },
		{ path: second.path, startedAt: 1_003_000 },
	];
	expect(await joinParts(parts, joined)).toMatchObject(SIZE);
	const color = await colors(joined);
	expect(near(color(4), GREEN)).toBe(true);
	expect((await Sound.read(joined)).level(TONE, 0.1, 1.9)).toBeGreaterThan(0.3);
});

test('a picture that stands still lasts until the end, a camera that is off is black', async () => {
	const recording = record('still');
	const { room, path } = recording;
	const [audio, video] = [room.add('opus', 'audio'), room.add('vp8', 'video')];
	recording.say(audio, sound, 0, 9000);
	recording.show(video, (pictures.get('vp8') ?? []).slice(0, 10), 0);
	await recording.started;
	await room.pass(4000);
	room.participant.cameraOff = true;
	await room.pass(6000);
	room.participant.cameraOff = false;
	recording.show(video, (pictures.get('vp8') ?? []).slice(0, 10), 6000);
	await room.pass(9000);
	await recording.close();
	const color = await colors(path);
	expect(near(color(3), GREEN)).toBe(true);
	expect(near(color(5), BLACK)).toBe(true);
	expect(near(color(6.2), GREEN)).toBe(true);
	expect(near(color(8.9), GREEN)).toBe(true);
});

test('a file is as long as was recorded, also where nobody shows a picture', async () => {
	const recording = record('no-picture');
	const { room, path } = recording;
	recording.say(room.add('opus', 'audio'), sound, 0, 3300);
	await recording.started;
	await room.pass(3300);
	const { durationMs } = await recording.close();
	expect(durationMs).toBeGreaterThan(3200);
	expect(durationMs).toBeLessThan(3400);
	const { format, streams } = await probe(path);
	expect(streams.map(({ codec_type }) => codec_type).sort()).toEqual(['audio', 'video']);
	expect(Math.abs(Number(format.duration) * 1000 - durationMs)).toBeLessThan(50);
});
