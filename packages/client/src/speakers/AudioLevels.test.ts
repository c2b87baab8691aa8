import { beforeEach, expect, it, vi } from 'vitest';
import { AudioLevels, levelOf } from './AudioLevels.ts';

beforeEach(() => {
	vi.useFakeTimers();
	return () => vi.useRealTimers();
});

it('maps volumes to 0…1', () => {
	expect([-127, -60, -30, 0].map(levelOf)).toEqual([0, 0, 0.5, 1]);
});

it('reports who became louder or silent, and everybody as silent when reports stop', () => {
	const levels = new AudioLevels();
	const told: unknown[] = [];
	levels.on('changed', (changed) =>
		told.push(Object.fromEntries(changed.map((one) => [one.participantId, one.level]))),
	);
	levels.handleLevels([
		{ participantId: 'ann', volume: -30 },
		{ participantId: 'bob', volume: 0 },
	]);
	levels.handleLevels([{ participantId: 'bob', volume: 0 }]);
	levels.handleLevels([{ participantId: 'bob', volume: 0 }]);
	expect(told).toEqual([{ ann: 0.5, bob: 1 }, { ann: 0 }]);
	vi.advanceTimersByTime(700);
	expect(told.at(-1)).toEqual({ bob: 0 });
});
