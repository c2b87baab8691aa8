import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conceal, crossfade, HISTORY_SAMPLES } from './conceal.ts';
import { Limiter } from './limiter.ts';
import { AudioRing } from './ring.ts';
import { stretch } from './stretch.ts';

/** Interleaved stereo of one tone. */
function tone(frequency: number, samples: number, amplitude = 0.5, from = 0): Float32Array {
	const out = new Float32Array(samples * 2);
	for (let i = 0; i < samples; i++) {
		const value = amplitude * Math.sin((2 * Math.PI * frequency * (from + i)) / 48_000);
		out[2 * i] = value;
		out[2 * i + 1] = value;
	}
	return out;
}

/** The largest step from one sample to the next: a click is a large one. */
function largestStep(sound: Float32Array): number {
	let largest = 0;
	for (let i = 2; i < sound.length; i += 2)
		largest = Math.max(largest, Math.abs((sound[i] ?? 0) - (sound[i - 2] ?? 0)));
	return largest;
}

function join(...parts: readonly Float32Array[]): Float32Array {
	const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

describe('the limiter', () => {
	test('nothing clips, whatever comes; what is soft stays as it is', () => {
		const value = fc.float({ min: -4, max: 4, noNaN: true });
		fc.assert(
			fc.property(
				fc.array(fc.array(value, { minLength: 32, maxLength: 32 }), { minLength: 2, maxLength: 12 }),
				(steps) => {
					const limiter = new Limiter(4);
					const pieces = steps.map((step) => Float32Array.from(step));
					for (const [index, piece] of pieces.slice(0, -1).entries()) {
						const next = pieces[index + 1]?.subarray(0, 8) ?? new Float32Array(8);
						limiter.apply(piece, next);
						expect(piece.every((one) => Math.abs(one) <= 0.9701)).toBe(true);
					}
				},
			),
		);
		const soft = tone(440, 1024, 0.6);
		const before = Float32Array.from(soft);
		new Limiter(256).apply(soft, new Float32Array(512));
		expect(soft).toEqual(before);
	});

	test('after a loud moment the level comes back within half a second', () => {
		const limiter = new Limiter(256);
		limiter.apply(tone(440, 1024, 3), new Float32Array(512));
		let quiet = tone(440, 1);
		for (let i = 0; i < 24; i++) {
			quiet = tone(440, 1024, 0.5);
			limiter.apply(quiet, new Float32Array(512));
		}
		expect(Math.max(...quiet)).toBeGreaterThan(0.45);
	});
});

describe('closing a hole', () => {
	test('a tone continues without a click and fades to silence', () => {
		for (const frequency of [110, 220, 440]) {
			const history = tone(frequency, HISTORY_SAMPLES);
			const filled = conceal(history, 4800, 3840);
			const joined = join(history, filled);
			expect(largestStep(joined)).toBeLessThan(largestStep(history) * 2.5);
			expect(Math.max(...filled.subarray(0, 960))).toBeGreaterThan(0.35);
			expect(filled.subarray(3840 * 2).every((value) => value === 0)).toBe(true);
		}
	});

	test('a crossfade begins as the one and ends as the other', () => {
		const to = tone(300, 240, 0.2);
		const wanted = to[478] ?? 0;
		crossfade(new Float32Array(480).fill(1), to);
		expect(to[0]).toBeGreaterThan(0.9);
		expect(to[478]).toBeCloseTo(wanted, 1);
	});
});

test('stretching keeps the tone: no clicks, ends where it ended', () => {
	fc.assert(
		fc.property(fc.integer({ min: -5, max: 5 }), (more) => {
			const sound = tone(440, 960);
			const out = stretch(sound, 960 + more);
			expect(out.length).toBe((960 + more) * 2);
			expect(out[0]).toBe(sound[0]);
			expect(out.at(-1)).toBeCloseTo(sound.at(-1) ?? 0, 5);
			expect(largestStep(out)).toBeLessThan(largestStep(sound) * 1.02);
		}),
	);
});

describe('the ring', () => {
	test('what is written at a place is read there once; late and far-ahead sound is left out', () => {
		const ring = new AudioRing(100);
		ring.write(10, new Float32Array(20).fill(0.5));
		ring.write(95, new Float32Array(20).fill(0.25));
		const first = new Float32Array(200);
		ring.addTo(0, first);
		expect(first[2 * 9]).toBe(0);
		expect(first[2 * 10]).toBe(0.5);
		expect(first[2 * 19]).toBe(0.5);
		expect(first[2 * 20]).toBe(0);
		expect(first[2 * 99]).toBe(0.25);
		ring.release(100);
		ring.write(98, new Float32Array(4).fill(1));
		const second = new Float32Array(200);
		ring.addTo(100, second);
		// The part of the second write that was too far ahead did not come round into the next.
		expect(second.every((value) => value === 0)).toBe(true);
	});
});
