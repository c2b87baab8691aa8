import { describeTrack } from '@roomcast/testing/media/describeTrack';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { random } from '@roomcast/testing/net/BadNetwork';
import { beforeAll, expect, test } from 'vitest';
import { AudioFeed } from '../src/audio/audio-feed.ts';
import { InputFile } from '../src/av/input-file.ts';
import { TrackClock } from '../src/clock/track-clock.ts';
import { parseRtp } from '../src/rtp/packet.ts';
import { RtpStream } from '../src/rtp/stream.ts';
import { buildRtp } from './support/rtp-build.ts';

/** ms that the composition is behind, and of them how long a hole is waited for. */
const LATENCY = 200;
const MAX_WAIT = 130;
const START = 1000;
const SECONDS = 15;
const TONE = 440;
/** Samples that are mixed at once. */
const PIECE = 1024;

const frames: Buffer[] = [];
beforeAll(async () => {
	const path = await patternFile({ color: 'green', tone: TONE, beeps: false });
	const input = await InputFile.open(path);
	for await (const { stream, packet } of input.packets()) {
		if (input.streams[stream]?.codec === 'opus') frames.push(Buffer.from(packet.native.data ?? []));
		packet.free();
	}
	await input.close();
}, 30_000);

interface Impairment {
	readonly loss: number;
	readonly jitterMs: number;
	/** Part of the packets in which three bytes are changed, headers too. */
	readonly mangled: number;
	/** Packets a second of the stream itself with nonsense in them. */
	readonly nonsense: number;
}

/** What comes, and when. */
function arrivals(
	{ loss, jitterMs, mangled, nonsense }: Impairment,
	next: () => number,
): { at: number; data: Buffer }[] {
	const { payloadType, ssrc } = describeTrack('opus', 'audio');
	const come: { at: number; data: Buffer }[] = [];
	const noise = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
	for (let number = 0; number < SECONDS * 50; number++) {
		if (next() < loss) continue;
		const payload = frames[number % frames.length] ?? Buffer.alloc(0);
		const packet = { payloadType, ssrc, sequence: 100 + number, timestamp: 5000 + number * 960, payload };
		const data = buildRtp(packet);
		// Its number, its time and its content: another SSRC would only be lost.
		if (next() < mangled) for (let i = 0; i < 3; i++) data[2 + Math.floor(next() * 6)] = Math.floor(next() * 256);
		come.push({ at: START + number * 20 + next() * jitterMs, data });
	}
	for (let number = 0; number < SECONDS * nonsense; number++) {
		const sequence = Math.floor(next() * 65_536);
		const timestamp = Math.floor(next() * 2 ** 32);
		const payload = noise(Math.floor(next() * 300));
		come.push({
			at: START + (number * 1000) / nonsense,
			data: buildRtp({ payloadType, ssrc, sequence, timestamp, payload }),
		});
	}
	return come.sort((a, b) => a.at - b.at);
}

/** The left channel as it is mixed, on a clock that this test turns: no machine is too busy for it. */
function listen(come: readonly { at: number; data: Buffer }[]): Float32Array {
	const feed = new AudioFeed(START);
	const clock = new TrackClock(48_000);
	const ssrc = come[0]?.data.readUInt32BE(8);
	const stream = new RtpStream({ ...describeTrack('opus', 'audio'), ssrc: ssrc ?? 0 }, MAX_WAIT, {
		frame: (frame) => {
			const localMs = clock.toLocal(frame.extendedTimestamp);
			if (localMs !== undefined && Math.abs(localMs - frame.arrivedMs) < 3000) feed.push({ ...frame, localMs });
		},
		packet: (timestamp, arrivedMs) => clock.packet(timestamp, arrivedMs),
		wallClock: () => {},
		sendNack: () => {},
		sendPli: () => {},
	});
	const heard: number[] = [];
	let arrived = 0;
	for (let now = START; now < START + SECONDS * 1000; now += 5) {
		for (; (come[arrived]?.at ?? Number.POSITIVE_INFINITY) <= now; arrived++) {
			const { at, data } = come[arrived] as { at: number; data: Buffer };
			const packet = parseRtp(data);
			if (packet !== undefined && packet.ssrc === ssrc) stream.receive(packet, at);
		}
		if (now % 10 === 0) stream.poll(now);
		while (heard.length + PIECE <= (now - LATENCY - START) * 48) {
			const piece = new Float32Array(PIECE * 2);
			feed.ring.addTo(heard.length, piece);
			feed.ring.release(heard.length + PIECE);
			for (let i = 0; i < PIECE; i++) heard.push(piece[2 * i] ?? 0);
		}
	}
	feed.close();
	return Float32Array.from(heard);
}

/** Part of the tenths of seconds that have the tone, after the first second. */
function intact(heard: Float32Array): number {
	const omega = (2 * Math.PI * TONE) / 48_000;
	const tenths = Math.floor(heard.length / 4800) - 10;
	let good = 0;
	for (let tenth = 10; tenth < tenths + 10; tenth++) {
		let [real, imaginary] = [0, 0];
		for (let i = tenth * 4800; i < (tenth + 1) * 4800; i++) {
			real += (heard[i] ?? 0) * Math.cos(omega * i);
			imaginary += (heard[i] ?? 0) * Math.sin(omega * i);
		}
		if ((2 * Math.hypot(real, imaginary)) / 4800 > 0.15) good++;
	}
	return good / tenths;
}

test.for([
	{ loss: 0, jitterMs: 0, mangled: 0, nonsense: 0, least: 1 },
	{ loss: 0.05, jitterMs: 50, mangled: 0, nonsense: 0, least: 0.99 },
	{ loss: 0.05, jitterMs: 50, mangled: 0.01, nonsense: 0, least: 0.95 },
	{ loss: 0.05, jitterMs: 50, mangled: 0.01, nonsense: 10, least: 0.95 },
])(
	'$loss lost, $jitterMs ms jitter, $mangled mangled, $nonsense packets of nonsense a second',
	{ timeout: 60_000 },
	({ least, ...bad }) => {
		for (let seed = 1; seed <= 6; seed++) {
			const part = intact(listen(arrivals(bad, random(seed))));
			expect(part, `seed ${seed}`).toBeGreaterThanOrEqual(least);
		}
	},
);
