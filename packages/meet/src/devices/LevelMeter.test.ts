import { describe, expect, it } from 'vitest';
import { meterLevel } from './LevelMeter.ts';

const sine = (amplitude: number) =>
	Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((2 * Math.PI * index) / 32));

describe('meterLevel', () => {
	it('is empty for silence and full for shouting', () => {
		expect(meterLevel(new Float32Array(1024))).toBe(0);
		expect(meterLevel(sine(1))).toBe(1);
	});

	it('is in the middle for speech, and grows with loudness', () => {
		const quiet = meterLevel(sine(0.01));
		const speech = meterLevel(sine(0.05));
		expect(speech).toBeGreaterThan(0.4);
		expect(speech).toBeLessThan(0.8);
		expect(quiet).toBeLessThan(speech);
	});
});
