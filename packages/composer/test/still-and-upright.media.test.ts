import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParticipantFileSink, TrackFileSink } from '@roomcast/contract/composer/sinks';
import { near, Pictures, type Rgb } from '@roomcast/testing/media/analyse';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { joinParts } from '../src/recover/join-parts.ts';
import { ParticipantRecorder } from '../src/sinks/participant-recorder.ts';
import { TrackRecorder } from '../src/sinks/track-recorder.ts';
import { type CodedFrame, codedPicture } from './support/coded.ts';
import { FakeRoom } from './support/fake-room.ts';
import { expectWholeInGStreamer } from './support/gstreamer.ts';

// Some look at a file in two players.
vi.setConfig({ testTimeout: 120_000 });

const CODECS = ['vp8', 'vp9', 'h264', 'av1'] as const;
const GREEN = [0, 128, 0] as const;
const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;

let folder = '';
const pictures = new Map<string, CodedFrame[]>();
/** As a phone sends them that is held upright: red where the picture's top is, or its bottom. */
const lying = new Map<string, CodedFrame[]>();
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-still-'));
	for (const codec of CODECS) {
		pictures.set(codec, await codedPicture(codec, 'green', 1, 60));
		lying.set(codec, await codedPicture(codec, 'red', 1, 60, undefined, 'blue'));
	}
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

describe('a shared screen that does not change', () => {
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
		for (const [index, frame] of (lying.get(codec) ?? []).entries()) room.send(camera, frame, index * 33, 90);
		await started;
		await room.pass(1000);
		const [file] = await close();
		expect(file).toMatchObject({ width: 180, height: 320 });
		await expectUpright(path, [RED, BLUE]);
	});

	test('the file of a participant is upright, joined ones too', async () => {
		const path = join(folder, 'upright-participant.webm');
		const { room, started, close } = recorder({ kind: 'participant-file', sinkId: 'p', path, participantId: 'p1' });
		const camera = room.add('h264', 'video');
		for (const [index, frame] of (lying.get('h264') ?? []).entries()) room.send(camera, frame, index * 33, 270);
		await started;
		await room.pass(1000);
		const [file] = await close();
		expect(file).toMatchObject({ width: 180, height: 320 });
		await expectUpright(path, [BLUE, RED]);
		const joined = join(folder, 'joined.mp4');
		expect(await joinParts([{ path }], joined)).toMatchObject({ width: 180, height: 320 });
		await expectUpright(joined, [BLUE, RED]);
	});
});

/**
 * Looks at the pictures after the turn that the file asks for, which players make on their own. GStreamer 1.22 knows no turn in
 * WebM: its pictures have to be whole there, and upright in MP4.
 *
 * @param colors of top and bottom
 */
async function expectUpright(path: string, colors: readonly [Rgb, Rgb]): Promise<void> {
	const png = await ffmpeg(['-i', path, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-']);
	expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([180, 320]);
	const seen = await Pictures.read(path, { width: 16, height: 16 });
	const isMp4 = (await probe(path)).format.format_name.includes('mp4');
	const played = await expectWholeInGStreamer(path, isMp4 ? ['180x320'] : ['180x320', '320x180']);
	for (const [color, y] of [
		[colors[0], 0.2],
		[colors[1], 0.8],
	] as const) {
		expect(near(seen.at(5, 0.5, y), color, 40), `at ${y} in FFmpeg`).toBe(true);
		if (played?.sizes[0] === '180x320')
			expect(near(played.color(5, 0.5, y), color, 40), `at ${y} in GStreamer`).toBe(true);
	}
}
