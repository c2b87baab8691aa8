import { expect, it } from 'vitest';
import { chooseWorker } from './chooseWorker.ts';

/** Workers by their load. */
const workers = (...loads: number[]) => loads.map((load, index) => ({ load, index }));

/**
 * @param own which of the workers the session is on
 * @returns the index of the chosen one
 */
function chosen(loads: number[], own: number[], { piped = 0, spreadFrom = 200 } = {}): number | undefined {
	const all = workers(...loads);
	return chooseWorker(all, new Set(all.filter(({ index }) => own.includes(index))), piped, spreadFrom)?.index;
}

it('a session begins on the worker with the least load', () => {
	expect(chosen([30, 8, 12], [])).toBe(1);
	expect(chosen([5, 5, 5], [])).toBe(0);
	expect(chosen([], [])).toBeUndefined();
});

it('stays on its own workers while one of them has little to do', () => {
	expect(chosen([0, 199, 0], [1])).toBe(1);
	expect(chosen([0, 150, 100], [1, 2])).toBe(2);
});

it('takes another worker when it gains by it, with all that would be piped', () => {
	expect(chosen([0, 200, 10], [1])).toBe(0);
	expect(chosen([100, 200], [1], { piped: 24 })).toBe(0);
	expect(chosen([100, 200], [1], { piped: 60 })).toBe(1);
	// Workers that are busy alike: nothing is gained.
	expect(chosen([280, 300], [1])).toBe(1);
	expect(chosen([230, 300], [1], { piped: 4 })).toBe(0);
});

it('goes back to a worker that it is on when that has the least load', () => {
	expect(chosen([220, 350], [0, 1])).toBe(0);
});

it('is spread from the beginning where the limit is 0', () => {
	const options = { spreadFrom: 0 };
	expect(chosen([4, 0], [0], options)).toBe(1);
	expect(chosen([4, 0], [0], { ...options, piped: 2 })).toBe(1);
	expect(chosen([6, 6], [0, 1], options)).toBe(0);
});
