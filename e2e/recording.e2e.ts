import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { distances, near, Pictures, Sound } from '../packages/composer/test/support/analyse.ts';
import { probe } from '../packages/composer/test/support/ffmpeg.ts';
import { Receiver } from '../packages/server/test/support/Receiver.ts';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { sendPattern, setCamera, setMicrophone } from './support/pattern.ts';
import { KEY, TestServer } from './support/server.ts';
import { until } from './support/wait.ts';

const run = promisify(execFile);
/** Seconds that are recorded: a minute shows no more, only longer. */
const SECONDS = Number(process.env.ROOMCAST_TEST_RECORD_SECONDS ?? 16);
const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;
const WHITE = [255, 255, 255] as const;

let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;
let sdk: VideoSDK;

beforeAll(async () => {
	[server, receiver, browser] = await Promise.all([
		TestServer.start({ env: { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' } }),
		Receiver.create(),
		TestBrowser.launch(),
	]);
	sdk = new VideoSDK({ apiKey: KEY.id, secret: KEY.secret, apiEndpoint: server.url });
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
});

interface StoppedRecording {
	readonly id: string;
	readonly status: string;
	readonly error: string | null;
	readonly start: string;
	readonly end: string;
	readonly file: { readonly fileUrl: string; readonly meta: { readonly duration: number } };
	readonly files: readonly { readonly fileUrl: string; readonly type: string; readonly meta: { duration: number } }[];
}

/** Waits until the only recording of a kind in a room is stored. */
function stored(path: string, roomId: string, filter = ''): Promise<StoppedRecording> {
	return until(`${path} is stored`, async () => {
		const { data } = await server.api<{ data: StoppedRecording[] }>('GET', `${path}?roomId=${roomId}${filter}`);
		const [recording] = data;
		if (recording?.status === 'FAILED') throw new Error(`it failed: ${recording.error}`);
		return recording?.status === 'STOPPED' && recording;
	});
}

async function download(url: string, name: string): Promise<string> {
	const response = await fetch(url);
	expect(response.status).toBe(200);
	const path = join(server.dataDir, name);
	await writeFile(path, Buffer.from(await response.arrayBuffer()));
	return path;
}

const sleepUntil = (epochMs: number) => new Promise((done) => setTimeout(done, Math.max(0, epochMs - Date.now())));

it('a meeting, a participant and tracks, with mutes and somebody who comes late', { timeout: 120_000 }, async () => {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	// Nobody's own microphone: the fake one beeps as Ann does.
	const join = (participantId: string, on: boolean) =>
		Caller.join(browser, server, { roomId, participantId, meeting: { micEnabled: false, webcamEnabled: on } });
	// One after the other: whoever came first is on the left.
	const ann = await join('ann', false);
	const bob = await join('bob', false);
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: 1000, beeps: true });
	await sendPattern(bob, { colour: 'rgb(0, 0, 255)', tone: 440, beeps: false });
	await until('bob sees ann', async () => (await bob.frames('ann')) > 30);

	const asked = Date.now();
	const started = await sdk.recordings.start(roomId, { composition: { layout: 'grid', quality: 'med' } });
	const startedIn = Date.now() - asked;
	expect(await sdk.recordings.participant.start(roomId, { participantId: 'ann' })).toContain('started successfully');
	for (const kind of ['audio', 'video'] as const)
		expect(await sdk.recordings.track.start(roomId, { participantId: 'ann', kind })).toContain('started successfully');
	await expect(sdk.recordings.start(roomId)).rejects.toThrow(/running already/);

	const from = Date.now();
	await sleepUntil(from + SECONDS * 250);
	const carol = await join('carol', true);
	const aloneUntil = Date.now();
	await setMicrophone(ann, false);
	await setCamera(bob, false);
	const muted = Date.now();
	await sleepUntil(muted + SECONDS * 250);
	const unmuting = Date.now();
	await setMicrophone(ann, true);
	await setCamera(bob, true);
	await carol.run('meeting.leave()');
	await sleepUntil(unmuting + SECONDS * 500);
	const ended = Date.now();
	expect(await sdk.recordings.stop(started)).toBe('Recording ended successfully');
	expect(await sdk.recordings.participant.stop(roomId, 'ann')).toBe('participant recording ended successfully.');
	for (const kind of ['audio', 'video'] as const)
		expect(await sdk.recordings.track.stop(roomId, 'ann', kind)).toBe('track recording ended successfully.');

	const meeting = await stored('/v2/recordings', roomId);
	const length = (ended - asked) / 1000;
	expect(startedIn).toBeLessThan(3000);
	expect(meeting.file.meta.duration).toBeGreaterThan(length - startedIn / 1000 - 0.3);
	expect(meeting.file.meta.duration).toBeLessThan(length + 0.3);
	const file = await download(meeting.file.fileUrl, 'meeting.mp4');
	const report = await probe(file);
	expect(report.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
	expect(report.streams[0]).toMatchObject({ width: 1280, height: 720 });
	expect(Math.abs(Number(report.format.duration) - meeting.file.meta.duration)).toBeLessThan(0.2);

	const begin = Date.parse(meeting.start);
	const second = (epochMs: number) => (epochMs - begin) / 1000;
	const pictures = await Pictures.read(file, { width: 128, height: 72 });
	const colourAt = (seconds: number, x: number, y: number) => pictures.at(Math.round(seconds * 30), x, y);
	const two = second(from) + SECONDS / 8;
	expect(near(colourAt(two, 0.05, 0.5), RED, 50)).toBe(true);
	expect(near(colourAt(two, 0.75, 0.5), BLUE, 50)).toBe(true);
	// With three of them, and Bob's camera off, there is no blue; afterwards there is again.
	const three = second(unmuting) - 0.5;
	expect([0.2, 0.4, 0.6, 0.8].some((x) => near(colourAt(three, x, 0.3), BLUE, 50))).toBe(false);
	const last = second(ended) - 1;
	expect(near(colourAt(last, 0.75, 0.5), BLUE, 50)).toBe(true);

	const sound = await Sound.read(file);
	expect(sound.level(440, two, two + 1)).toBeGreaterThan(0.1);
	const beeps = sound.onsets(1000, 0.08);
	expect(beeps.filter((at) => at > second(muted) + 0.5 && at < second(unmuting))).toEqual([]);
	const flashes = pictures.onsets(0.25, 0.5, (colour) => near(colour, WHITE, 70));
	expect(flashes.length).toBeGreaterThan(SECONDS / 4);
	const skews = distances(
		beeps.filter((at) => at < second(aloneUntil) - 0.5),
		flashes,
	).map((seconds) => Math.abs(seconds * 1000));
	skews.sort((a, b) => a - b);
	expect(skews.length).toBeGreaterThan(1);
	expect(skews[Math.floor(skews.length / 2)]).toBeLessThanOrEqual(40);

	// It opens and seeks in a browser.
	const seen = await ann.page.evaluate(async (url) => {
		const video = document.createElement('video');
		video.src = url;
		await new Promise((done, fail) => {
			video.onloadedmetadata = done;
			video.onerror = () => fail(new Error(video.error?.message));
		});
		const sought = new Promise((done) => {
			video.onseeked = done;
		});
		video.currentTime = video.duration / 2;
		await sought;
		return { duration: video.duration, at: video.currentTime, width: video.videoWidth };
	}, meeting.file.fileUrl);
	expect(seen.width).toBe(1280);
	expect(Math.abs(seen.at - seen.duration / 2)).toBeLessThan(0.1);

	const person = await stored('/v2/recordings/participant', roomId);
	const personFile = await download(person.files[0]?.fileUrl ?? '', 'ann.webm');
	const personReport = await probe(personFile);
	expect(personReport.streams.map((stream) => stream.codec_name).sort()).toEqual(['opus', 'vp8']);
	expect(Number(personReport.format.duration)).toBeGreaterThan(SECONDS - 1);
	const personSound = await Sound.read(personFile);
	expect(personSound.level(440, 1, 3)).toBeLessThan(0.02);
	expect(personSound.onsets(1000, 0.08).length).toBeGreaterThan(SECONDS / 2);

	const tracks = await server.api<{ data: (StoppedRecording & { kind: string })[] }>(
		'GET',
		`/v2/recordings/participant/track?roomId=${roomId}`,
	);
	expect(tracks.data.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
	for (const { id, kind } of tracks.data) {
		const track = await until(`the ${kind} track is stored`, async () => {
			const found = await server.api<StoppedRecording>('GET', `/v2/recordings/participant/track/${id}`);
			return found.status === 'STOPPED' && found;
		});
		const path = await download(track.files.find(({ type }) => type !== 'index')?.fileUrl ?? '', `${kind}.webm`);
		const { streams } = await probe(path);
		expect(streams.map((stream) => stream.codec_name)).toEqual([kind === 'audio' ? 'opus' : 'vp8']);
		const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-']);
		expect(stdout).toBe('');
	}

	const events = () => receiver.received.map(({ body }) => (JSON.parse(body) as { webhookType: string }).webhookType);
	await until('all webhooks came', async () => events().filter((name) => name.endsWith('-stopped')).length === 4);
	expect(events().filter((name) => name.startsWith('recording-'))).toEqual([
		'recording-starting',
		'recording-started',
		'recording-stopping',
		'recording-stopped',
	]);
	const [session] = (await sdk.sessions.list({ roomId })).data;
	expect(session).toMatchObject({ recordingLog: [{ start: meeting.start, end: meeting.end }] });
	expect(await sdk.recordings.delete(meeting.id)).toBe('Room recording deleted successfully');
	expect(await sdk.recordings.list({ roomId }).then(({ data }) => data)).toEqual([]);
	await until('its file is gone', async () => (await fetch(meeting.file.fileUrl)).status === 404);
});
