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
const SECONDS = 18;
const TONE = 1000;
const PIECE = 1024;
const CAPTURE_TIME = 5;
/** ms from the start, between the beeps of each full second: from when on nothing is captured, and for how long. */
const STALLS = [
	{ at: 3300, ms: 300 },
	{ at: 6200, ms: 700 },
	{ at: 10_150, ms: 150 },
	{ at: 12_200, ms: 1600 },
];

const frames: Buffer[] = [];
beforeAll(async () => {
	const path = await patternFile({ color: 'green', tone: TONE, beeps: true });
	const input = await InputFile.open(path);
	for await (const { stream, packet } of input.packets()) {
		if (input.streams[stream]?.codec === 'opus') frames.push(Buffer.from(packet.data));
		packet.free();
	}
	await input.close();
}, 30_000);

const TRACK = { ...describeTrack('opus', 'audio'), extensions: { absCaptureTime: CAPTURE_TIME } };

function ntp(ms: number): Buffer {
	const value = Buffer.alloc(8);
	value.writeUInt32BE(3_900_000_000 + Math.floor(ms / 1000), 0);
	value.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), 4);
	return value;
}

/** What a microphone that stalls sends: its timestamps count samples, and stop with it. */
function arrivals(tellsTime: boolean, next: () => number): { at: number; data: Buffer }[] {
	const { payloadType, ssrc } = TRACK;
	let sequence = 100;
	return frames.slice(0, SECONDS * 50).flatMap((payload, number) => {
		const captured = number * 20;
		if (STALLS.some(({ at, ms }) => captured >= at && captured < at + ms)) return [];
		const told = tellsTime ? { extensions: new Map([[CAPTURE_TIME, ntp(captured)]]) } : {};
		const timestamp = 5000 + (sequence - 100) * 960;
		const data = buildRtp({ payloadType, ssrc, sequence: sequence++, timestamp, payload, ...told });
		return [{ at: START + captured + next() * 10, data }];
	});
}

/** When each beep is heard, ms from the start, as the composition mixes it on a clock that this test turns. */
function beeps(come: readonly { at: number; data: Buffer }[]): number[] {
	const feed = new AudioFeed(START);
	const clock = new TrackClock(48_000, { paced: true });
	const stream = new RtpStream(TRACK, MAX_WAIT, {
		frame: (frame) => {
			const localMs = clock.toLocal(frame.extendedTimestamp);
			if (localMs !== undefined) feed.push({ ...frame, localMs });
		},
		packet: (timestamp, arrivedMs) => clock.packet(timestamp, arrivedMs),
		wallClock: (wallMs, timestamp, exact, nowMs) =>
			clock.reference(exact ? 'capture-time' : 'sender-report', wallMs, timestamp, nowMs),
		sendNack: () => {},
		sendPli: () => {},
	});
	const heard: number[] = [];
	let arrived = 0;
	for (let now = START; now < START + (SECONDS + 1) * 1000; now += 5) {
		for (; (come[arrived]?.at ?? Number.POSITIVE_INFINITY) <= now; arrived++) {
			const packet = parseRtp(come[arrived]?.data ?? Buffer.alloc(0));
			if (packet) stream.receive(packet, come[arrived]?.at ?? 0);
		}
		stream.poll(now);
		while (heard.length + PIECE <= (now - LATENCY - START) * 48) {
			const piece = new Float32Array(PIECE * 2);
			feed.ring.addTo(heard.length, piece);
			feed.ring.release(heard.length + PIECE);
			for (let i = 0; i < PIECE; i++) heard.push(piece[2 * i] ?? 0);
		}
	}
	feed.close();
	const found: number[] = [];
	let silentSince = 0;
	for (let i = 0; i < heard.length; i++) {
		if (Math.abs(heard[i] ?? 0) < 0.1) continue;
		if (i - silentSince > 48 * 50) found.push(i / 48);
		silentSince = i;
	}
	return found;
}

test.for([true, false])('sound lies where it was captured also after stalls; capture times: %s', (tellsTime) => {
	const found = beeps(arrivals(tellsTime, random(1)));
	const sent = Array.from({ length: SECONDS }, (_, second) => second * 1000).filter(
		(at) => at > 0 && !STALLS.some((stall) => at + 100 > stall.at && at < stall.at + stall.ms),
	);
	// Each beep once, and none that nobody made.
	const late = sent.map((at) => found.filter((beep) => Math.abs(beep - at) < 200).map((beep) => Math.round(beep - at)));
	expect(late.map((ones) => ones.length)).toEqual(sent.map(() => 1));
	expect(found.filter((beep) => beep > 500).length).toBe(sent.length);
	// By arrival alone it takes a fifth of a second to tell a stall from packets that were held up on their way.
	const settled = (at: number) =>
		tellsTime || !STALLS.some((stall) => at >= stall.at && at < stall.at + stall.ms + 1000);
	for (const [index, [ms]] of late.entries()) {
		// Coding takes 6.5 ms, and the way up to 10.
		if (settled(sent[index] ?? 0)) expect(Math.abs((ms ?? 0) - 8), JSON.stringify(late)).toBeLessThan(40);
	}
});
