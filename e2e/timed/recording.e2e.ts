import { near } from '@roomcast/testing/media/analyse';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import { nameAt } from '../support/names.ts';
import {
	type DrawnFlash,
	drawnFlashes,
	longestPause,
	sendPattern,
	setCamera,
	setMicrophone,
} from '../support/pattern.ts';
import { playIn } from '../support/playback.ts';
import { download, startRecording, stopRecording, storedRecording, type TestRecording } from '../support/recordings.ts';
import { KEY, TestServer } from '../support/server.ts';
import { type Place, type Stretch, Watched } from '../support/watched.ts';

/** Seconds that are recorded: a minute shows nothing else. */
const SECONDS = Number(process.env.ROOMCAST_TEST_RECORD_SECONDS ?? 16);

const ANN = { colour: [255, 0, 0], hum: 300, beep: 1000, name: 'Ann Ångström' } as const;
const BOB = { colour: [0, 0, 255], hum: 440, name: 'Bob Okafor' } as const;
const CAROL = { colour: [0, 255, 0], hum: 620, name: 'Carol Wójcik' } as const;

/** Where tiles of 16:9 are in 1280×720, ten pixels apart: two beside each other, and the third below them. */
const LEFT: Place = { x: 10 / 1280, y: 184 / 720, width: 624 / 1280, height: 350 / 720 };
const RIGHT: Place = { ...LEFT, x: 644 / 1280 };
const THIRD: Place = { x: 334 / 1280, y: 366 / 720, width: 612 / 1280, height: 344 / 720 };

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

const rgb = ([r, g, b]: readonly [number, number, number]) => `rgb(${r}, ${g}, ${b})`;
const sleepUntil = (epochMs: number) => new Promise((done) => setTimeout(done, Math.max(0, epochMs - Date.now())));

/** When things happened, in epoch ms. */
interface Times {
	readonly asked: number;
	/** The first start was answered. */
	readonly answered: number;
	/** The last start was answered. */
	readonly from: number;
	/** Ann's microphone and camera and Bob's camera were switched off, and on again. */
	readonly off: number;
	readonly on: number;
	/** ms that switching on took, in which their browser opened it. */
	readonly opening: number;
	/** Carol was seen first, and left. */
	readonly came: number;
	readonly left: number;
	/** The stop was asked for, and answered. */
	readonly ended: number;
	readonly stopped: number;
	/** The stop of the recording of Ann was answered. */
	readonly personStopped: number;
}

// Lips and sound are measured to 40 ms. A machine that is paused for longer while a track begins says nothing, and one that
// is shared with others does so often: another try is a new measurement.
it('a meeting, a participant and tracks, with mutes and a late joiner', {
	timeout: 180_000 + SECONDS * 4000,
	retry: 3,
}, async () => {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	const come = async (participantId: string, name: string) => {
		// Nobody's own microphone: the fake one beeps as Ann does.
		const meeting = { name, micEnabled: false, webcamEnabled: false };
		return Caller.join(browser, server, { roomId, participantId, meeting });
	};
	// One after the other: the first participant is on the left.
	const ann = await come('ann', ANN.name);
	const bob = await come('bob', BOB.name);
	await sendPattern(ann, {
		colour: rgb(ANN.colour),
		tone: ANN.beep,
		beeps: true,
		hum: ANN.hum,
		clock: true,
		large: true,
	});
	await sendPattern(bob, { colour: rgb(BOB.colour), tone: BOB.hum, beeps: false, clock: true, large: true });
	await until('bob sees ann', async () => (await bob.frames('ann')) > 30);

	const asked = Date.now();
	const started = await sdk.recordings.start(roomId, { composition: { layout: 'grid', quality: 'med' } });
	const answered = Date.now();
	const person = await startRecording(server, 'participant', { roomId, participantId: 'ann' });
	const track = (kind: string) => ({ roomId, participantId: 'ann', kind });
	const sound = await startRecording(server, 'track', track('audio'));
	const picture = await startRecording(server, 'track', track('video'));
	await expect(sdk.recordings.start(roomId)).rejects.toThrow(/already running/);

	const from = Date.now();
	await sleepUntil(from + SECONDS * 250);
	const off = Date.now();
	await Promise.all([setMicrophone(ann, false), setCamera(ann, false), setCamera(bob, false)]);
	const carol = await come('carol', CAROL.name);
	await sendPattern(carol, { colour: rgb(CAROL.colour), tone: CAROL.hum, beeps: false, clock: true, large: true });
	await until('ann sees carol', async () => (await ann.frames('carol')) > 10);
	const came = Date.now();
	await sleepUntil(Math.max(off + SECONDS * 250, came + 2000));
	const left = Date.now();
	await carol.run('meeting.leave()');
	await sleepUntil(left + 700);
	const on = Date.now();
	await Promise.all([setMicrophone(ann, true), setCamera(ann, true), setCamera(bob, true)]);
	const opening = Date.now() - on;
	await sleepUntil(Math.max(answered + SECONDS * 1000, on + 5000));
	const ended = Date.now();
	expect(await sdk.recordings.stop(started)).toBe('Recording ended successfully');
	const stopped = Date.now();
	await stopRecording(server, 'participant', { roomId, participantId: 'ann' });
	const personStopped = Date.now();
	for (const kind of ['audio', 'video']) await stopRecording(server, 'track', track(kind));
	const pauses = await Promise.all([ann, bob].map(longestPause));
	expect(Math.max(...pauses), 'a sender stood still: the machine is too busy to say anything').toBeLessThan(400);
	const times: Times = { asked, answered, from, off, on, opening, came, left, ended, stopped, personStopped };

	const meeting = await expectMeeting(roomId, ann, times);
	await expectPerson(person, ann, times);
	await expectSound(sound, ann, times);
	await expectPictures(picture, ann, times);

	const events = () => receiver.eventsAbout({ meetingId: roomId });
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
	await until('its file is gone', async () => (await fetch(meeting.file?.fileUrl ?? '')).status === 404);
});

/** The room as a whole: length, places, names, who is when heard and seen. */
async function expectMeeting(roomId: string, ann: Caller, times: Times): Promise<TestRecording> {
	const { data } = await server.rest('GET /v2/recordings', { query: { roomId } });
	const { recording, file } = await storedRecording(server, 'meeting', data[0]?.id ?? '');
	const path = await download(server, file.fileUrl, 'meeting.mp4');
	const report = await probe(path);
	expect(report.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
	expect(report.streams[0]).toMatchObject({ width: 1280, height: 720 });
	expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);

	// As long as it was recorded, from its first moment to the stop.
	const begin = Date.parse(recording.start);
	expect(begin).toBeGreaterThan(times.asked - 50);
	expect(begin).toBeLessThan(times.answered);
	expect(times.answered - times.asked).toBeLessThan(10_000);
	expect(file.meta.duration, 'length').toBeGreaterThan((times.ended - begin) / 1000 - 0.2);
	expect(file.meta.duration, 'length').toBeLessThan((times.stopped - begin) / 1000 + 0.2);
	expect(Math.abs(Number(report.format.duration) - file.meta.duration), 'length of the file').toBeLessThan(0.1);

	const watched = await Watched.read(path, begin);
	const [off, on, end] = [watched.second(times.off), watched.second(times.on), watched.second(times.ended)];
	// Both have their places, until their cameras are off and after; nobody is at the other's.
	for (const [who, place, other] of [
		[ANN, LEFT, RIGHT],
		[BOB, RIGHT, LEFT],
	] as const) {
		const seen = watched.seen(who.colour, place);
		expectStretches(
			seen,
			[
				[0, off],
				[on, end],
			],
			times.opening,
		);
		expect(watched.seen(who.colour, other), `${who.name} elsewhere`).toEqual([]);
		for (const stretch of seen) expect(watched.standstill(stretch, place), `${who.name} frozen`).toBeLessThan(0.5);
		const delays = seen.map((stretch) => watched.delay(stretch, place));
		expect(Math.max(...delays) - Math.min(...delays), `delays ${delays}`).toBeLessThan(100);
	}
	// The late joiner is seen and heard while present.
	const [came, left] = [watched.second(times.came), watched.second(times.left)];
	const carol = watched.seen(CAROL.colour, THIRD);
	expect(carol, 'Carol').toHaveLength(1);
	expect(carol[0]?.[0]).toBeGreaterThan(off);
	expect(carol[0]?.[0]).toBeLessThan(came + 0.5);
	expect(Math.abs((carol[0]?.[1] ?? 0) - left), 'Carol leaves').toBeLessThan(0.5);
	const voice = watched.heard(CAROL.hum, 0.2);
	expect(voice, "Carol's voice").toHaveLength(1);
	expect(Math.abs((voice[0]?.[1] ?? 0) - left), "Carol's voice").toBeLessThan(0.5);

	// Both voices: Ann's not while she is muted, Bob's all the time.
	expectStretches(
		watched.heard(ANN.hum),
		[
			[0, off],
			[on, end],
		],
		times.opening,
	);
	expectStretches(watched.heard(BOB.hum, 0.2), [[0, end]]);
	const drawn = await drawnFlashes(ann);
	expectSkews(watched, watched.seen(ANN.colour, LEFT), on, drawn, LEFT);

	// Names can be read: what a browser writes is found where the tiles have their plates.
	const middle = { before: off / 2, there: (came + left) / 2 };
	for (const [name, place, second] of [
		[ANN.name, LEFT, middle.before],
		[BOB.name, RIGHT, middle.before],
		[CAROL.name, THIRD, middle.there],
	] as const) {
		const found = await nameAt(ann.page, path, second, place, [ANN.name, BOB.name, CAROL.name]);
		expect(found.best, JSON.stringify(found)).toBe(name);
		expect(found.likeness, JSON.stringify(found)).toBeGreaterThan(0.6);
	}

	const played = await playIn(ann.page, file.fileUrl, [0.1, 0.9, 0.5]);
	expect(played).toMatchObject({ width: 1280, height: 720 });
	for (const [index, part] of [0.1, 0.9, 0.5].entries())
		expect(Math.abs((played.sought[index] ?? 0) - part * played.duration)).toBeLessThan(0.1);
	return recording;
}

/** Ann alone, copied: black and silence while she is off. */
async function expectPerson(id: string, ann: Caller, times: Times): Promise<void> {
	const { recording, file } = await storedRecording(server, 'participant', id);
	const path = await download(server, file.fileUrl, 'ann.webm');
	const report = await probe(path);
	expect(report.streams.map((stream) => stream.codec_name).sort()).toEqual(['opus', 'vp8']);
	const watched = await Watched.read(path, Date.parse(recording.start));
	const [off, on, end] = [watched.second(times.off), watched.second(times.on), watched.second(times.ended)];
	expect(file.meta.duration, 'length').toBeGreaterThan(end - 0.3);
	expect(file.meta.duration, 'length').toBeLessThan(watched.second(times.personStopped) + 0.3);
	const seen = watched.seen(ANN.colour);
	expectStretches(
		seen,
		[
			[0, off],
			[on, end],
		],
		times.opening,
	);
	expectStretches(watched.seen([0, 0, 0]), [[off, on]], times.opening);
	for (const stretch of seen) expect(watched.standstill(stretch), 'frozen').toBeLessThan(0.5);
	expectStretches(
		watched.heard(ANN.hum),
		[
			[0, off],
			[on, end],
		],
		times.opening,
	);
	expect(watched.heard(BOB.hum)).toEqual([]);
	const drawn = await drawnFlashes(ann);
	expectSkews(watched, seen, on, drawn);

	const played = await playIn(ann.page, file.fileUrl, [off / 2 / end, (off + on) / 2 / end, 0.95]);
	expect(Math.abs(played.duration - file.meta.duration)).toBeLessThan(0.2);
	expect(played.colours.map((colour) => near(colour, [0, 0, 0], 40))).toEqual([false, true, false]);
}

/** Ann's microphone: a pause in time while it is muted, which the index beside it tells. */
async function expectSound(id: string, { page }: Caller, times: Times): Promise<void> {
	const { recording, file } = await storedRecording(server, 'track', id);
	const path = await download(server, file.fileUrl, 'ann-audio.webm');
	expect((await probe(path)).streams.map((stream) => stream.codec_name)).toEqual(['opus']);
	const watched = await Watched.read(path, Date.parse(recording.start), 'audio');
	const [off, on, end] = [watched.second(times.off), watched.second(times.on), watched.second(times.ended)];
	expectStretches(
		watched.heard(ANN.hum),
		[
			[0, off],
			[on, end],
		],
		times.opening,
	);
	await expectGap(recording, off, on, times.opening);
	const played = await playIn(page, file.fileUrl, [0.5, 0.1]);
	expect(Math.abs(played.duration - end)).toBeLessThan(0.5);
}

/** Ann's camera: the last picture is held while it is off, which the index beside it tells. */
async function expectPictures(id: string, { page }: Caller, times: Times): Promise<void> {
	const { recording, file } = await storedRecording(server, 'track', id);
	const path = await download(server, file.fileUrl, 'ann-video.webm');
	expect((await probe(path)).streams.map((stream) => stream.codec_name)).toEqual(['vp8']);
	const begin = Date.parse(recording.start);
	const [off, on, end] = [times.off, times.on, times.ended].map((at) => (at - begin) / 1000) as [
		number,
		number,
		number,
	];
	const frames = (await packetTimes(path)).filter((at) => at > off + 0.5 && at < on);
	expect(frames, 'pictures while it is off').toEqual([]);
	await expectGap(recording, off, on, times.opening);
	const played = await playIn(page, file.fileUrl, [off / 2 / end, (off + on) / 2 / end, 0.95]);
	expect(Math.abs(played.duration - end)).toBeLessThan(0.5);
	for (const colour of played.colours)
		expect(near(colour, ANN.colour, 60) || near(colour, [255, 255, 255], 60), `${colour}`).toBe(true);
}

async function packetTimes(path: string): Promise<number[]> {
	return (await packets(path, 'v')).map(({ pts_time }) => Number(pts_time));
}

/** The index of a track tells one pause, from `off` to `on` in seconds. */
async function expectGap({ files = [] }: TestRecording, off: number, on: number, opening: number): Promise<void> {
	const index = files.find(({ type }) => type === 'index');
	const { gaps } = (await (await fetch(index?.fileUrl ?? '')).json()) as { gaps: { fromMs: number; toMs: number }[] };
	expectStretches(
		gaps.map(({ fromMs, toMs }): Stretch => [fromMs / 1000, toMs / 1000]),
		[[off, on]],
		opening,
	);
}

/**
 * Whether something is there when it should be. What is switched off is gone within half a second; what is switched on
 * is there when the browser has opened it, which took `opening` ms, and its first picture was encoded.
 */
function expectStretches(found: readonly Stretch[], wanted: readonly Stretch[], opening = 0): void {
	const text = JSON.stringify({ found, wanted });
	expect(found.length, text).toBe(wanted.length);
	for (const [index, [from, to]] of wanted.entries()) {
		const [begins, ends] = found[index] ?? [Number.NaN, Number.NaN];
		expect(begins, text).toBeGreaterThan(from - 0.25);
		expect(begins, text).toBeLessThan(from + 1.5 + opening / 1000);
		expect(Math.abs(ends - to), text).toBeLessThan(to === wanted.at(-1)?.[1] ? 1.5 + opening / 1000 : 0.5);
	}
}

/** Flash and beep of Ann are one moment, whenever she is seen; a second after she came back at `on`, in seconds. */
function expectSkews(
	watched: Watched,
	[first = [0, 0], second = [0, 0]]: readonly Stretch[],
	on: number,
	drawn: readonly DrawnFlash[],
	place?: Place,
): void {
	expectSkewsWithin(watched, first, drawn, place);
	expectSkewsWithin(watched, [Math.max(on + 1, second[0]), second[1]], drawn, place);
}

function expectSkewsWithin(watched: Watched, stretch: Stretch, drawn: readonly DrawnFlash[], place?: Place): void {
	const skews = watched.skews(ANN.beep, stretch, drawn, place);
	const text = `${skews} ms from ${stretch}; drawn late by ${drawn.map(({ late }) => Math.round(late))} ms`;
	expect(skews.length, text).toBeGreaterThanOrEqual(Math.floor(stretch[1] - stretch[0]) - 2);
	const sizes = skews.map(Math.abs).sort((a, b) => a - b);
	expect(sizes[Math.floor(sizes.length / 2)], text).toBeLessThanOrEqual(40);
	// When a picture changes is known to half a frame. The sender draws some flashes a frame late when the machine is small
	// and does everything at once, which nobody who records can know: three of four must be right.
	expect(sizes[Math.floor((sizes.length - 1) * 0.75)], text).toBeLessThanOrEqual(40 + 17);
	// None is later than a pause of the sender explains.
	expect(sizes.at(-1), text).toBeLessThanOrEqual(150);
}
