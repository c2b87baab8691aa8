import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeTrack } from '@roomcast/testing/media/describeTrack';
import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import { random } from '@roomcast/testing/net/BadNetwork';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputFile } from '../src/av/input-file.ts';
import type { DecodedPicture } from '../src/av/video-decoder.ts';
import { VideoFeed } from '../src/decode/video-feed.ts';
import type { TrackInput } from '../src/inputs/track-input.ts';
import { parseRtp } from '../src/rtp/packet.ts';
import { RtpStream } from '../src/rtp/stream.ts';
import { buildRtp } from './support/rtp-build.ts';

const SECONDS = 10;
const FRAME_MS = 1000 / 30;
/** A key frame each second. */
const KEY_INTERVAL = 30;
/** How long a hole is waited for, ms. */
const MAX_WAIT = 130;
const PACKET_BYTES = 1000;
/** Steps of brightness by which a picture may differ from the one that was sent, on average. */
const SAME = 0.5;

let folder = '';
const frames: Buffer[] = [];
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-picture-'));
	const path = join(folder, 'moving.webm');
	const source = ['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30:d=${SECONDS}`];
	const encoder = ['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-b:v', '900k', '-g', `${KEY_INTERVAL}`];
	await ffmpeg([...source, '-pix_fmt', 'yuv420p', ...encoder, '-y', path]);
	const input = await InputFile.open(path);
	for await (const { packet } of input.packets()) {
		frames.push(Buffer.from(packet.native.data ?? []));
		packet.free();
	}
	await input.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const TRACK = { ...describeTrack('vp8', 'video'), ssrc: 4711 };

/** What comes, and when: whole frames in packets with the descriptor of RFC 7741. */
function arrivals(
	loss: number,
	jitterMs: number,
	nonsense: boolean,
	next: () => number,
): { at: number; data: Buffer }[] {
	const come: { at: number; data: Buffer }[] = [];
	let sequence = 65_000;
	const { payloadType, ssrc } = TRACK;
	for (const [index, frame] of frames.entries()) {
		for (let from = 0; from < frame.length; from += PACKET_BYTES) {
			const payload = Buffer.concat([Buffer.of(from === 0 ? 0x10 : 0), frame.subarray(from, from + PACKET_BYTES)]);
			const marker = from + PACKET_BYTES >= frame.length;
			const data = buildRtp({ payloadType, ssrc, sequence: sequence++, timestamp: index * 3000, marker, payload });
			if (next() >= loss) come.push({ at: index * FRAME_MS + next() * jitterMs, data });
		}
		if (!nonsense || index === 0) continue;
		const fields = { sequence: Math.floor(next() * 65_536), timestamp: Math.floor(next() * 2 ** 32), marker: true };
		const payload = Buffer.from(Array.from({ length: 200 }, () => Math.floor(next() * 256)));
		come.push({ at: index * FRAME_MS + 1, data: buildRtp({ payloadType, ssrc, ...fields, payload }) });
	}
	return come.sort((a, b) => a.at - b.at);
}

/** The brightness of a picture, as bytes without padding. */
function brightness({ frame, width, height }: DecodedPicture): Buffer {
	const [plane] = frame.data ?? [];
	const line = frame.linesize[0] ?? width;
	return Buffer.concat(
		Array.from({ length: height }, (_, y) => (plane as Buffer).subarray(y * line, y * line + width)),
	);
}

/** The result of one way: the picture after each complete frame, by the number of the frame. */
interface Watched {
	readonly pictures: ReadonlyMap<number, Buffer>;
	/** When a key frame was asked for, ms. */
	readonly asked: readonly number[];
}

/** Watches on a clock that this test turns: no machine is too busy for it. */
async function watch(come: readonly { at: number; data: Buffer }[]): Promise<Watched> {
	const feed = new VideoFeed({ description: TRACK, requestKeyFrame: () => {} } as unknown as TrackInput);
	feed.visible = true;
	const asked: number[] = [];
	const pictures = new Map<number, Buffer>();
	const due: { index: number; push(): void }[] = [];
	let now = 0;
	const stream = new RtpStream(TRACK, MAX_WAIT, {
		frame: (frame) => {
			const localMs = frame.extendedTimestamp / 90;
			due.push({ index: Math.round(frame.extendedTimestamp / 3000), push: () => feed.push({ ...frame, localMs }) });
		},
		packet: () => {},
		wallClock: () => {},
		sendNack: () => {},
		sendPli: () => asked.push(now),
	});
	for (let arrived = 0; now < (SECONDS + 1) * 1000; now += 5) {
		for (; (come[arrived]?.at ?? Number.POSITIVE_INFINITY) <= now; arrived++) {
			const packet = parseRtp(come[arrived]?.data ?? Buffer.alloc(0));
			if (packet !== undefined) stream.receive(packet, now);
		}
		if (now % 10 === 0) stream.poll(now);
		for (const { index, push } of due.splice(0)) {
			push();
			if ((await feed.advance(Number.POSITIVE_INFINITY)) && feed.picture !== undefined)
				pictures.set(index, brightness(feed.picture));
		}
	}
	await feed.close();
	return { pictures, asked };
}

function difference(one: Buffer, other: Buffer): number {
	let sum = 0;
	for (let i = 0; i < one.length; i++) sum += Math.abs((one[i] ?? 0) - (other[i] ?? 0));
	return sum / one.length;
}

test('without loss every picture is seen', async () => {
	const { pictures } = await watch(arrivals(0, 50, false, random(1)));
	expect(pictures.size).toBe(frames.length);
	expect(difference(pictures.get(10) as Buffer, pictures.get(25) as Buffer)).toBeGreaterThan(2);
});

test.for([
	{ loss: 0.05, jitterMs: 50, nonsense: false },
	{ loss: 0.05, jitterMs: 50, nonsense: true },
])(
	'$loss lost, $jitterMs ms jitter, nonsense $nonsense: what is broken is whole with the next key frame',
	async (bad) => {
		const sent = (await watch(arrivals(0, 0, false, random(1)))).pictures;
		let broken = 0;
		for (let seed = 1; seed <= 3; seed++) {
			const { pictures, asked } = await watch(arrivals(bad.loss, bad.jitterMs, bad.nonsense, random(seed)));
			let whole = true;
			for (let index = 0; index < frames.length; index++) {
				const picture = pictures.get(index);
				if (picture === undefined) whole = false;
				else if (index % KEY_INTERVAL === 0) whole = true;
				if (picture === undefined) continue;
				const off = difference(picture, sent.get(index) as Buffer);
				if (whole) expect(off, `seed ${seed}, picture ${index}`).toBeLessThan(SAME);
				else if (off > SAME) broken++;
			}
			// Pictures continue although nobody answers; the composer requests a better one at most twice a second.
			expect(pictures.size).toBeGreaterThan(frames.length * 0.4);
			expect(asked.length).toBeGreaterThan(SECONDS / 2);
			expect(asked.length).toBeLessThanOrEqual(SECONDS * 2 + 2);
		}
		// There was something to heal.
		expect(broken).toBeGreaterThan(20);
	},
);
