import { expect, it } from 'vitest';
import { ReplyLog } from './ReplyLog.ts';

const MEGABYTE = 1024 * 1024;

/** A log and how often each request was done. */
function logOf() {
	const log = new ReplyLog();
	const done: number[] = [];
	const ask = (id: number, size = 10) =>
		log.once(id, async () => {
			done.push(id);
			return 'x'.repeat(size);
		});
	return { ask, done };
}

it('does a request once, also while it is being done', async () => {
	const { ask, done } = logOf();
	const both = [ask(1), ask(1)];
	expect(await Promise.all(both)).toEqual(['x'.repeat(10), 'x'.repeat(10)]);
	await ask(1);
	expect(done).toEqual([1]);
});

it('forgets the oldest of more than 256', async () => {
	const { ask, done } = logOf();
	for (let id = 1; id <= 257; id++) await ask(id);
	await ask(2);
	expect(done).toHaveLength(257);
	await ask(1);
	expect(done).toHaveLength(258);
});

it('keeps a megabyte: large replies push older ones out, and the newest small ones stay', async () => {
	const { ask, done } = logOf();
	await ask(1);
	for (let id = 2; id <= 6; id++) await ask(id, MEGABYTE / 4 - 10);
	await ask(7);
	await ask(6);
	await ask(7);
	expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
	await ask(1);
	await ask(2);
	expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 1, 2]);
});

it('does not keep what is too large, and nothing goes for it', async () => {
	const { ask, done } = logOf();
	await ask(1);
	await ask(2, MEGABYTE + 1);
	await ask(1);
	await ask(2, MEGABYTE + 1);
	expect(done).toEqual([1, 2, 2]);
});
