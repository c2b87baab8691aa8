import { near, Pictures } from '@roomcast/testing/media/analyse';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import {
	filePackets,
	isSlice,
	named,
	superframeParts,
	unitsByLength,
	unitsByStartCode,
	withoutDelimiter,
} from '../support/codedFrames.ts';
import { playIn } from '../support/playback.ts';
import { download, startRecording, stopRecording, storedRecording } from '../support/recordings.ts';
import { keepSentFrames, type SentFrame, sentFrames } from '../support/sentFrames.ts';
import type { TestServer } from '../support/server.ts';
import { sharedServer } from '../support/sharedServer.ts';

/** ms that are recorded. */
const LENGTH = 2500;
/** ms that a camera is off. */
const OFF = 1200;

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch({ largeCamera: true })]);
	await keepSentFrames(browser.context);
});
afterAll(async () => {
	await browser?.close();
});

interface Recorded {
	/** Of the file. */
	readonly path: string;
	/** What the sender's encoders produced before, during and after the recording. */
	readonly sent: SentFrame[];
	/** Size in the API. */
	readonly resolution: { width: number; height: number } | undefined;
}

/**
 * Records a track of somebody who is alone in a room.
 *
 * @param sizes that a camera is sent in: two of 640×360, or one of 320×180, of which browsers make no smaller one
 */
async function record(kind: 'audio' | 'video', codec: string, sizes = 1): Promise<Recorded> {
	const roomId = await server.room();
	const participantId = codec.toLowerCase();
	const caller = await Caller.join(browser, server, {
		roomId,
		participantId,
		meeting: { micEnabled: kind === 'audio', webcamEnabled: false },
	});
	const options = JSON.stringify({ codec, encoderConfig: sizes === 1 ? 'h180p_w320p' : 'h360p_w640p' });
	const open = () => caller.run(`meeting.enableWebcam(await VideoSDK.createCameraVideoTrack(${options}))`);
	if (kind === 'video') await open();
	// A sender begins with its smallest size and adds the others when it trusts the line.
	await until('all sizes are sent', async () => {
		const last = (await sentFrames(caller, kind)).slice(-20);
		return last.length === 20 && new Set(last.map(({ ssrc, layer }) => `${ssrc} ${layer}`)).size === sizes;
	});
	const person = kind === 'video' ? await startRecording(server, 'participant', { roomId, participantId }) : undefined;
	const id = await startRecording(server, 'track', { roomId, participantId, kind });
	await new Promise((done) => setTimeout(done, LENGTH));
	await stopRecording(server, 'track', { roomId, participantId, kind });
	const sent = await sentFrames(caller, kind);
	if (person !== undefined) {
		await caller.run('meeting.disableWebcam()');
		const off = Date.now();
		await new Promise((done) => setTimeout(done, OFF));
		const before = (await sentFrames(caller, kind)).length;
		await open();
		await until('it sends again', async () => (await sentFrames(caller, kind)).length > before + 20);
		await stopRecording(server, 'participant', { roomId, participantId });
		await expectPerson(caller, person, codec, off);
	}
	const { file } = await storedRecording(server, 'track', id);
	const path = await download(server, file.fileUrl, `${codec}.${file.meta.format}`);
	// As large in a browser as it was sent.
	const { width, height, sought, duration } = await playIn(caller.page, file.fileUrl);
	expect(kind === 'audio' ? undefined : { width, height }).toEqual(file.meta.resolution);
	expect(duration).toBeGreaterThan(LENGTH / 1000 - 1);
	expect(Math.abs((sought[0] ?? 0) - duration / 2)).toBeLessThan(0.1);
	await caller.page.close();
	const { streams } = await probe(path);
	expect(streams.map((stream) => stream.codec_name)).toEqual([codec.toLowerCase()]);
	// It decodes without an error.
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	return { path, sent, resolution: file.meta.resolution };
}

/** A recording of the participant in the same codec: black while the camera is off, and plays over both changes. */
async function expectPerson({ page }: Caller, id: string, codec: string, off: number): Promise<void> {
	const { recording, file } = await storedRecording(server, 'participant', id);
	const container = codec === 'H264' ? 'mp4' : 'webm';
	expect(file.meta.format).toBe(container);
	const path = await download(server, file.fileUrl, `${codec}-person.${container}`);
	const { streams } = await probe(path);
	expect(streams.map((stream) => stream.codec_name).sort()).toEqual([codec.toLowerCase(), 'opus'].sort());
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	const from = (off - Date.parse(recording.start)) / 1000;
	const pictures = await Pictures.read(path, { width: 32, height: 18 });
	const dark = (seconds: number) => near(pictures.at(Math.round(seconds * 30), 0.5, 0.3), [0, 0, 0], 40);
	const times = [from - 1, from + OFF / 2000, file.meta.duration - 0.2];
	expect(times.map(dark), 'decoded by ffmpeg').toEqual([false, true, false]);
	const played = await playIn(
		page,
		file.fileUrl,
		times.map((time) => time / file.meta.duration),
	);
	expect({ width: played.width, height: played.height }).toEqual(file.meta.resolution);
	expect(
		played.colours.map((colour) => near(colour, [0, 0, 0], 40)),
		'played by Chromium',
	).toEqual([false, true, false]);
}

/**
 * Checks that a file has an unbroken stretch of what was sent, byte for byte.
 *
 * @param least how many frames it must have
 */
function expectStretch(file: readonly Buffer[], sent: readonly Buffer[], least: number): void {
	const [written, given] = [named(file), named(sent)];
	expect(written.length).toBeGreaterThanOrEqual(least);
	// Frames of silence are alike: the stretch may begin at any that is equal to its first one.
	const equal = (from: number) => {
		const differs = written.findIndex((name, index) => name !== given[from + index]);
		return differs === -1 ? written.length : differs;
	};
	const [from = 0] = given.map((_, from) => from).sort((a, b) => equal(b) - equal(a));
	expect(written).toEqual(given.slice(from, from + written.length));
}

/** The frames of the largest picture that was sent. */
function largest(sent: readonly SentFrame[]): SentFrame[] {
	const height = Math.max(...sent.map((frame) => frame.height));
	return sent.filter((frame) => frame.height === height);
}

it('VP8: the largest size of simulcast, byte for byte', { tags: 'long' }, async () => {
	const { path, sent, resolution } = await record('video', 'VP8', 2);
	expect(new Set(sent.map(({ ssrc }) => ssrc)).size).toBe(2);
	const top = largest(sent);
	expect(new Set(top.map(({ ssrc }) => ssrc)).size).toBe(1);
	expectStretch(
		await filePackets(path, 'v'),
		top.map(({ data }) => data),
		20,
	);
	expect(resolution).toEqual({ width: 640, height: 360 });
});

it('VP9: the layers of SVC that a picture needs, each byte for byte', async () => {
	const { path, sent, resolution } = await record('video', 'VP9', 2);
	expect([...new Set(sent.map(({ layer }) => layer))].sort()).toEqual([0, 1]);
	const pictures = (await filePackets(path, 'v')).map(superframeParts);
	// Every picture's upper layer; of its lower one only what the upper one is made from, at key frames.
	expectStretch(
		pictures.map((layers) => layers.at(-1) ?? Buffer.alloc(0)),
		sent.filter(({ layer }) => layer === 1).map(({ data }) => data),
		20,
	);
	const lower = pictures.filter((layers) => layers.length > 1).map((layers) => layers[0] ?? Buffer.alloc(0));
	expect(lower.length).toBeGreaterThan(0);
	const keys = sent.filter(({ layer, keyFrame }) => layer === 0 && keyFrame).map(({ data }) => data);
	expect(named(keys)).toEqual(expect.arrayContaining(named(lower)));
	expect(resolution).toEqual({ width: 640, height: 360 });
});

it('H.264: the slices of the largest size, byte for byte', async () => {
	const { path, sent, resolution } = await record('video', 'H264', 2);
	const slices = (units: Buffer[][]) => units.map((all) => Buffer.concat(all.filter(isSlice)));
	expectStretch(
		slices((await filePackets(path, 'v')).map(unitsByLength)),
		slices(largest(sent).map(({ data }) => unitsByStartCode(data))),
		20,
	);
	expect(resolution).toEqual({ width: 640, height: 360 });
});

it('AV1: every temporal unit, byte for byte without its delimiter', { tags: 'long' }, async () => {
	const { path, sent, resolution } = await record('video', 'AV1');
	expectStretch(
		await filePackets(path, 'v'),
		sent.map(({ data }) => withoutDelimiter(data)),
		20,
	);
	expect(resolution).toEqual({ width: 320, height: 180 });
});

it('Opus: every packet, byte for byte', async () => {
	const { path, sent } = await record('audio', 'OPUS');
	expectStretch(
		await filePackets(path, 'a'),
		// While nobody speaks, the encoder makes empty frames, which are not sent.
		sent.map(({ data }) => data).filter(({ length }) => length > 0),
		50,
	);
});
