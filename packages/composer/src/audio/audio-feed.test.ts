import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AudioEncoder } from '../av/audio-encoder.ts';
import type { TimedFrame } from '../inputs/track-input.ts';
import { AudioFeed } from './audio-feed.ts';

const FRAME_MS = 20;

let encoder: AudioEncoder;
let feed: AudioFeed;
beforeEach(() => {
	encoder = new AudioEncoder('opus');
	feed = new AudioFeed(0);
});
afterEach(() => {
	feed.close();
	for (const packet of encoder.flush()) packet.free();
	encoder.close();
});

/** The Opus frame of 20 ms from a time on: silent, but loud from `beepMs` for 100 ms. */
function encoded(fromMs: number, beepMs: number): Buffer {
	const samples = new Float32Array(encoder.frameSize * 2);
	for (let i = 0; i < encoder.frameSize; i++) {
		const ms = fromMs + i / 48;
		const value = ms >= beepMs && ms < beepMs + 100 ? 0.5 * Math.sin((2 * Math.PI * 1000 * ms) / 1000) : 0;
		samples[2 * i] = samples[2 * i + 1] = value;
	}
	const [packet] = encoder.encode(samples, fromMs * 1000);
	const data = Buffer.from(packet?.data ?? []);
	packet?.free();
	return data;
}

function push(data: Buffer, localMs: number): void {
	const frame: TimedFrame = {
		data,
		localMs,
		keyFrame: true,
		timestamp: 0,
		extendedTimestamp: 0,
		arrivedMs: localMs,
		rotation: 0,
		lossBefore: false,
	};
	feed.push(frame);
}

/** When the feed's sound sets in, ms. */
function onset(): number {
	const sound = new Float32Array(2 * 48_000 * 3);
	feed.ring.addTo(0, sound);
	return sound.findIndex((value) => Math.abs(value) > 0.1) / 2 / 48;
}

describe('sound whose first packets came while the process was busy', () => {
	test('lies where it belongs as soon as the clock knows', () => {
		// Four frames of a burst: all seem to have happened when the last one came, 60 ms late at first.
		for (let index = 0; index < 100; index++) {
			const ms = index * FRAME_MS;
			push(encoded(ms, 500), Math.max(ms, 60));
		}
		// The encoder's own delay is 6.5 ms.
		expect(Math.abs(onset() - 500 - 6.5)).toBeLessThan(3);
	});

	test('a track that has run for a while is not moved by a jump, but little by little', () => {
		for (let index = 0; index < 145; index++) {
			const ms = index * FRAME_MS;
			push(encoded(ms, 2600), ms < 2500 ? ms : ms - 60);
		}
		const moved = 2600 + 6.5 - onset();
		expect(moved).toBeGreaterThan(-2);
		expect(moved).toBeLessThan(6);
	});
});
