import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Chime } from './Chime.ts';

/** Frequencies of what was played, Hz. */
let played: number[];

beforeEach(() => {
	vi.useFakeTimers();
	played = [];
	vi.stubGlobal(
		'AudioContext',
		class {
			state = 'running';
			currentTime = 0;
			async close() {}
		},
	);
	vi.stubGlobal(
		'OscillatorNode',
		class {
			constructor(_: unknown, { frequency }: { frequency: number }) {
				played.push(frequency);
			}
			connect = (to: unknown) => to;
			start() {}
			stop() {}
		},
	);
	vi.stubGlobal(
		'GainNode',
		class {
			gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
			connect = (to: unknown) => to;
		},
	);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

it('plays another sound for a knock than for a message, each of them once in a while', async () => {
	const chime = new Chime(() => undefined);
	for (const sound of ['message', 'message', 'knock', 'knock', 'message'] as const) chime.play(sound);
	await vi.advanceTimersByTimeAsync(1499);
	expect(played).toEqual([880, 523.25, 659.25]);
	await vi.advanceTimersByTimeAsync(1);
	chime.play('message');
	await vi.advanceTimersByTimeAsync(0);
	expect(played).toEqual([880, 523.25, 659.25, 880]);
	chime.close();
});

it('plays nothing while sounds are off', async () => {
	const chime = new Chime(() => undefined);
	chime.turn(false);
	chime.play('knock');
	await vi.advanceTimersByTimeAsync(0);
	expect(played).toEqual([]);
	expect(chime.state).toBe(false);
	chime.turn(true);
	chime.play('knock');
	await vi.advanceTimersByTimeAsync(0);
	expect(played).toHaveLength(2);
});
