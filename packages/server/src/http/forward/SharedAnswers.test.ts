import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SharedAnswers } from './SharedAnswers.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function answered(rules: string, { status = 200, bytes = 10 } = {}) {
	return vi.fn(async () => ({ status, headers: [['cache-control', rules]] as const, body: Buffer.alloc(bytes) }));
}

it('fetches once for all who ask at the same time, whatever the answer allows', async () => {
	const fetch = answered('no-store');
	const shared = new SharedAnswers();
	await Promise.all([shared.get('a', fetch), shared.get('a', fetch), shared.get('b', fetch)]);
	expect(fetch).toHaveBeenCalledTimes(2);
	await shared.get('a', fetch);
	expect(fetch).toHaveBeenCalledTimes(3);
});

it('keeps an answer as long as it allows shared caches, and no longer than a minute', async () => {
	const shared = new SharedAnswers();
	for (const [rules, seconds] of [
		['public, max-age=0, s-maxage=12', 12],
		['public, max-age=86400, immutable', 60],
		['private, max-age=60', 0],
		['no-cache', 0],
	] as const) {
		const fetch = answered(rules);
		await shared.get(rules, fetch);
		vi.advanceTimersByTime(Math.max(0, 1000 * seconds - 100));
		await shared.get(rules, fetch);
		expect(fetch, rules).toHaveBeenCalledTimes(seconds === 0 ? 2 : 1);
		vi.advanceTimersByTime(200);
		await shared.get(rules, fetch);
		expect(fetch, rules).toHaveBeenCalledTimes(seconds === 0 ? 3 : 2);
	}
});

it('keeps no errors, and no more bytes than it may', async () => {
	const shared = new SharedAnswers();
	const missing = answered('public, max-age=60', { status: 404 });
	await shared.get('missing', missing);
	await shared.get('missing', missing);
	expect(missing).toHaveBeenCalledTimes(2);
	const failing = vi.fn().mockRejectedValueOnce(new Error('lost')).mockImplementation(answered('public, max-age=60'));
	await expect(shared.get('fails', failing)).rejects.toThrow('lost');
	await shared.get('fails', failing);

	const large = answered('public, max-age=60', { bytes: 30 * 1024 * 1024 });
	for (const key of ['1', '2', '3', '3']) await shared.get(key, large);
	expect(large).toHaveBeenCalledTimes(3);
	// The oldest went.
	await shared.get('1', large);
	expect(large).toHaveBeenCalledTimes(4);
});
