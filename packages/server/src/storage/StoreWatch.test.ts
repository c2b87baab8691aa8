import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoreWatch } from './StoreWatch.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function watched(answers: boolean) {
	const store = { answers, pings: 0 };
	const onBack = vi.fn();
	const ping = async () => {
		store.pings++;
		if (!store.answers) throw new Error('away');
	};
	return { store, onBack, watch: new StoreWatch({ ping, onBack, interval: 1000 }) };
}

it('tells once that a store is back, however often it was missed', async () => {
	const { store, onBack, watch } = watched(false);
	for (let time = 0; time < 5; time++) watch.handleFailure();
	await vi.advanceTimersByTimeAsync(3500);
	watch.handleFailure();
	expect(store.pings).toBe(4);
	expect(onBack).not.toHaveBeenCalled();
	store.answers = true;
	await vi.advanceTimersByTimeAsync(5000);
	expect(onBack).toHaveBeenCalledTimes(1);
	expect(store.pings).toBe(5);
});

it('a store that answers, and takes no files, is left alone', async () => {
	const { store, onBack, watch } = watched(true);
	watch.handleFailure();
	await vi.advanceTimersByTimeAsync(5000);
	expect(store.pings).toBe(1);
	expect(onBack).not.toHaveBeenCalled();
});

it('looks no more when it is closed', async () => {
	const { store, onBack, watch } = watched(false);
	watch.handleFailure();
	await vi.advanceTimersByTimeAsync(500);
	watch.close();
	store.answers = true;
	await vi.advanceTimersByTimeAsync(5000);
	expect(store.pings).toBe(1);
	expect(onBack).not.toHaveBeenCalled();
});
