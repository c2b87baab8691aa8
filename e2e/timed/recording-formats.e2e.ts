import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { near } from '@roomcast/testing/media/analyse';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import { composersOf } from '../support/composers.ts';
import { drawnFlashes, sendPattern, setCamera, setMicrophone } from '../support/pattern.ts';
import { playIn } from '../support/playback.ts';
import { download, startRecording, stopRecording, storedRecording, type TestFile } from '../support/recordings.ts';
import type { TestServer } from '../support/server.ts';
import { sharedServer } from '../support/sharedServer.ts';
import { type Stretch, Watched } from '../support/watched.ts';

const ANN = { colour: [255, 0, 0], hum: 300, beep: 1000 } as const;
const BOB = { colour: [0, 0, 255], hum: 440 } as const;

let server: TestServer;
let browser: TestBrowser;
let ann: Caller;
let bob: Caller;
let roomId: string;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
	roomId = await server.room();
	const come = (participantId: string) =>
		Caller.join(browser, server, { roomId, participantId, meeting: { micEnabled: false, webcamEnabled: false } });
	ann = await come('ann');
	bob = await come('bob');
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: ANN.beep, beeps: true, hum: ANN.hum, clock: true });
	// Louder than Ann: a speaker gets the largest tile in a meeting, but not in a recording of somebody else.
	await sendPattern(bob, { colour: 'rgb(0, 0, 255)', tone: BOB.hum, beeps: false });
	await until('bob sees ann', async () => (await bob.frames('ann')) > 30);
});
afterAll(async () => {
	await browser?.close();
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Recorded {
	readonly file: TestFile;
	readonly id: string;
	/** Epoch ms. */
	readonly begin: number;
	readonly off: number;
	readonly on: number;
	/** The stop was asked for, and answered. */
	readonly ended: number;
	readonly stopped: number;
}

/** Records Ann, and separately her microphone, in a format each, with both devices off in the middle. */
async function record(formats: { person: string; sound: string }): Promise<{ person: Recorded; sound: Recorded }> {
	const person = { roomId, participantId: 'ann', fileFormat: formats.person };
	const sound = { roomId, participantId: 'ann', kind: 'audio', fileFormat: formats.sound };
	const ids = {
		person: await startRecording(server, 'participant', person),
		sound: await startRecording(server, 'track', sound),
	};
	await pause(3000);
	const off = Date.now();
	await Promise.all([setMicrophone(ann, false), setCamera(ann, false)]);
	await pause(1500);
	const on = Date.now();
	await Promise.all([setMicrophone(ann, true), setCamera(ann, true)]);
	await pause(4000);
	const ended = Date.now();
	await stopRecording(server, 'participant', person);
	await stopRecording(server, 'track', sound);
	const stopped = Date.now();
	const found = async (kind: 'participant' | 'track', id: string) => {
		const { recording, file } = await storedRecording(server, kind, id);
		return { file, id, begin: Date.parse(recording.start), off, on, ended, stopped };
	};
	return { person: await found('participant', ids.person), sound: await found('track', ids.sound) };
}

/** Whether something is there until it is switched off, and again when it is switched on. */
function expectOffAndOn(found: readonly Stretch[], { begin, off, on, ended }: Recorded, what: string): void {
	const wanted = [off, on, ended].map((at) => (at - begin) / 1000);
	const text = `${what}: ${JSON.stringify({ found, wanted })}`;
	expect(found.length, text).toBe(2);
	const [[from, until], [again, end]] = found as [Stretch, Stretch];
	expect(from, text).toBeLessThan(1.5);
	expect(Math.abs(until - (wanted[0] ?? 0)), text).toBeLessThan(0.5);
	expect(again, text).toBeGreaterThan((wanted[1] ?? 0) - 0.1);
	expect(again, text).toBeLessThan((wanted[1] ?? 0) + 1.5);
	expect(Math.abs(end - (wanted[2] ?? 0)), text).toBeLessThan(1);
}

/** Ann, and nobody else, in a recording of her that was encoded. */
async function expectAnn(path: string, recorded: Recorded): Promise<void> {
	const { file, begin, ended, stopped } = recorded;
	const report = await probe(path);
	expect(report.streams.map((stream) => stream.codec_name).sort()).toEqual(['aac', 'h264']);
	expect(report.streams.find((stream) => stream.codec_type === 'video')).toMatchObject({ width: 1280, height: 720 });
	expect(file.meta.resolution).toEqual({ width: 1280, height: 720 });
	const length = Number(report.format.duration);
	expect(length, 'length').toBeGreaterThan((ended - begin) / 1000 - 0.3);
	expect(length, 'length').toBeLessThan((stopped - begin) / 1000 + 0.3);
	expect(Math.abs(length - file.meta.duration)).toBeLessThan(0.2);
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	const watched = await Watched.read(path, begin);
	const seen = watched.seen(ANN.colour);
	expectOffAndOn(seen, recorded, 'seen');
	expectOffAndOn(watched.heard(ANN.hum), recorded, 'heard');
	expect(watched.seen(BOB.colour)).toEqual([]);
	expect(watched.heard(BOB.hum)).toEqual([]);
	for (const stretch of seen) expect(watched.standstill(stretch), 'frozen').toBeLessThan(0.5);
	const drawn = await drawnFlashes(ann);
	const skews = seen.flatMap((stretch) => watched.skews(ANN.beep, stretch, drawn));
	expect(skews.length, `${skews} ms`).toBeGreaterThanOrEqual(4);
	const sizes = skews.map(Math.abs).sort((a, b) => a - b);
	expect(sizes[Math.floor(sizes.length / 2)], `${skews} ms`).toBeLessThanOrEqual(40);
}

/** Ann's microphone, converted at its end. */
async function expectSound(recorded: Recorded, codec: string): Promise<void> {
	const { file, begin, ended } = recorded;
	expect(file.type).toBe('audio');
	expect((await probe(file.fileUrl)).streams.map((stream) => stream.codec_name)).toEqual([codec]);
	expect(Math.abs(file.meta.duration - (ended - begin) / 1000)).toBeLessThan(0.5);
	const watched = await Watched.read(file.fileUrl, begin, 'audio');
	expectOffAndOn(watched.heard(ANN.hum), recorded, codec);
}

it('a participant as MP4, a microphone as MP3', async () => {
	const { person, sound } = await record({ person: 'mp4', sound: 'mp3' });
	expect([person.file.meta.format, sound.file.meta.format]).toEqual(['mp4', 'mp3']);
	await expectAnn(await download(server, person.file.fileUrl, 'ann.mp4'), person);
	await expectSound(sound, 'mp3');
	expect(await playIn(ann.page, person.file.fileUrl, [0.1, 0.9])).toMatchObject({ width: 1280, height: 720 });
});

it('both as HLS: playlists that have ended, with their segments; deleted with all of them', async () => {
	const { person, sound } = await record({ person: 'm3u8', sound: 'm3u8' });
	const { file, id } = person;
	expect([file.meta.format, sound.file.meta.format]).toEqual(['m3u8', 'm3u8']);
	const playlist = await (await fetch(file.fileUrl)).text();
	expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD');
	expect(playlist.trimEnd().endsWith('#EXT-X-ENDLIST')).toBe(true);
	const segments = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	expect(segments.length).toBeGreaterThanOrEqual(3);
	// Players follow the links.
	await expectAnn(file.fileUrl, person);
	await expectSound(sound, 'aac');

	// Only in the storage.
	const below = async (folder: string) =>
		(await readdir(join(server.dataDir, folder), { recursive: true, withFileTypes: true }))
			.filter((entry) => entry.isFile() && entry.name.includes(id))
			.map(({ name }) => name);
	expect((await below('storage')).length).toBe(segments.length + 1);
	expect(await below('captures')).toEqual([]);
	await server.rest('DELETE /v2/recordings/participant/:id', { params: { id } });
	await until('its files are gone', async () => (await below('storage')).length === 0);
	expect((await fetch(segments[0] ?? '')).status).toBe(404);
	expect((await fetch(file.fileUrl)).status).toBe(404);
});

it('a recording as HLS continues when its composer dies', { tags: 'long' }, async () => {
	const body = { roomId, participantId: 'ann', fileFormat: 'm3u8' };
	const id = await startRecording(server, 'participant', body);
	await until('it records', async () => {
		const { status } = await server.rest('GET /v2/recordings/participant/:id', { params: { id } });
		return status === 'STARTED';
	});
	await pause(3000);
	const composers = await composersOf(server);
	expect(composers.length).toBeGreaterThan(0);
	for (const pid of composers) process.kill(pid, 'SIGKILL');
	const died = Date.now();
	await pause(4000);
	const ended = Date.now();
	await stopRecording(server, 'participant', body);
	const stopped = Date.now();
	const { recording, file } = await storedRecording(server, 'participant', id);
	const playlist = await (await fetch(file.fileUrl)).text();
	expect(playlist.match(/^#EXT-X-DISCONTINUITY$/gm)).toHaveLength(1);
	expect(playlist.match(/^#EXT-X-MAP:/gm)).toHaveLength(2);
	// The dates in it tell what is missing: the last second before, and the time until another composer took over.
	const lines = playlist.split('\n');
	const starts = lines.flatMap((line) =>
		line.startsWith('#EXT-X-PROGRAM-DATE-TIME:') ? [Date.parse(line.slice(25))] : [],
	);
	const lengths = lines.flatMap((line) =>
		line.startsWith('#EXTINF:') ? [Number.parseFloat(line.slice(8)) * 1000] : [],
	);
	const ends = starts.map((start, index) => start + (lengths[index] ?? 0));
	expect(Math.abs((starts[0] ?? 0) - Date.parse(recording.start))).toBeLessThan(5);
	expect(ends.at(-1)).toBeGreaterThan(ended - 500);
	expect(ends.at(-1)).toBeLessThan(stopped + 500);
	const holes = starts.slice(1).map((start, index) => start - (ends[index] ?? 0));
	const hole = Math.max(...holes);
	const at = (ends[holes.indexOf(hole)] ?? 0) - died;
	expect(at, `${holes}`).toBeGreaterThan(-1000);
	expect(at, `${holes}`).toBeLessThan(0);
	expect(hole, `${holes}`).toBeLessThan(4000);
	const pictures = (await packets(file.fileUrl, 'v')).length;
	expect(pictures).toBeGreaterThan(((ended - died) / 1000) * 20);
	// Chromium plays it, over the death as well.
	const played = await playIn(ann.page, file.fileUrl, [0.2, 0.8]);
	expect(played).toMatchObject({ width: 1280, height: 720 });
	for (const colour of played.colours)
		expect(near(colour, ANN.colour, 60) || near(colour, [255, 255, 255], 60), `${colour}`).toBe(true);
	expect((await ffmpeg(['-i', file.fileUrl, '-f', 'null', '-'])).length).toBe(0);
});
