import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParticipantFileSink, TrackFileSink } from '@roomcast/contract/composer/sinks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinParts } from '../src/recover/join-parts.ts';
import { ParticipantRecorder } from '../src/sinks/participant-recorder.ts';
import { TrackRecorder } from '../src/sinks/track-recorder.ts';
import { near, Pictures } from './support/analyse.ts';
import { type CodedFrame, codedPicture } from './support/coded.ts';
import { FakeRoom } from './support/fake-room.ts';
import { ffmpeg, probe } from './support/ffmpeg.ts';

const CODECS = ['vp8', 'vp9', 'h264', 'av1'] as const;
const GREEN = [0, 128, 0] as const;

let folder = '';
const pictures = new Map<string, CodedFrame[]>();
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-still-'));
	for (const codec of CODECS) pictures.set(codec, await codedPicture(codec, 'green', 1, 60));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Records in a room that the test turns the clock of. */
function recorder(sink: TrackFileSink | ParticipantFileSink) {
	const room = new FakeRoom();
	let tell = () => {};
	const started = new Promise<void>((resolve) => {
		tell = resolve;
	});
	const failures: string[] = [];
	const listener = {
		started: tell,
		report: () => {},
		log: () => {},
		failed: (reason: string) => void failures.push(reason),
	};
	const made =
		sink.kind === 'track-file'
			? new TrackRecorder(room.inputs, sink, listener)
			: new ParticipantRecorder(room.inputs, sink, listener);
	const close = async () => {
		const files = await made.close();
		expect(failures).toEqual([]);
		return files;
	};
	return { room, started, close };
}

function trackSink(path: string): TrackFileSink {
	return { kind: 'track-file', sinkId: 't', path, participantId: 'p1', trackKind: 'screen_video' };
}

describe('a shared screen that stands still', () => {
	test.for(CODECS)('%s: its last picture lasts until the recording ends', async (codec) => {
		const path = join(folder, `still-${codec}.webm`);
		const { room, started, close } = recorder(trackSink(path));
		const screen = room.add(codec, 'screen_video');
		// The last of them is no key frame.
		for (const [index, frame] of (pictures.get(codec) ?? []).slice(0, 5).entries())
			room.send(screen, frame, index * 33);
		await started;
		await room.pass(20_000);
		const [file] = await close();
		expect(file?.durationMs).toBeGreaterThan(19_900);
		const report = await probe(path);
		expect(Number(report.format.duration)).toBeGreaterThan(19.9);
		expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
		const seen = await Pictures.read(path, { width: 16, height: 16 });
		expect(seen.count).toBeGreaterThan(590);
		for (const frame of [10, 300, seen.count - 1]) expect(near(seen.at(frame, 0.5, 0.5), GREEN)).toBe(true);
	});

	test('ends in the file when it is stopped, and is no pause while it stands', async () => {
		const path = join(folder, 'stopped.webm');
		const { room, started, close } = recorder(trackSink(path));
		const screen = room.add('vp8', 'screen_video');
		const frames = pictures.get('vp8') ?? [];
		for (const [index, frame] of frames.slice(0, 2).entries()) room.send(screen, frame, index * 3000);
		await started;
		room.remove(screen);
		await room.pass(60_000);
		const [file] = await close();
		expect(file?.durationMs).toBeLessThan(3100);
		expect(JSON.parse(await readFile(`${path}.json`, 'utf8')).gaps).toEqual([]);
	});
});

describe('a phone that is held upright', () => {
	test.for(CODECS)('%s: its track is upright in players', async (codec) => {
		const path = join(folder, `upright-${codec}.webm`);
		const { room, started, close } = recorder(trackSink(path));
		const camera = room.add(codec, 'screen_video');
		for (const [index, frame] of (pictures.get(codec) ?? []).entries()) room.send(camera, frame, index * 33, 90);
		await started;
		await room.pass(1000);
		const [file] = await close();
		expect(file).toMatchObject({ width: 180, height: 320 });
		expect(await shownSize(path)).toEqual([180, 320]);
	});

	test('the file of a participant is upright, joined ones too', async () => {
		const path = join(folder, 'upright-participant.webm');
		const { room, started, close } = recorder({ kind: 'participant-file', sinkId: 'p', path, participantId: 'p1' });
		const camera = room.add('h264', 'video');
		for (const [index, frame] of (pictures.get('h264') ?? []).entries()) room.send(camera, frame, index * 33, 270);
		await started;
		await room.pass(1000);
		const [file] = await close();
		expect(file).toMatchObject({ width: 180, height: 320 });
		expect(await shownSize(path)).toEqual([180, 320]);
		const joined = join(folder, 'joined.mp4');
		expect(await joinParts([{ path }], joined)).toMatchObject({ width: 180, height: 320 });
		expect(await shownSize(joined)).toEqual([180, 320]);
	});
});

/** Size of the pictures after the turn that the file asks for, by Debian's ffmpeg, which does it by itself. */
async function shownSize(path: string): Promise<[number, number]> {
	const png = await ffmpeg(['-i', path, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-']);
	return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
