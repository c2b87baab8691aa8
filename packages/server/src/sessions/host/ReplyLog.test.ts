import { expect, it } from 'vitest';
import { ReplyLog } from './ReplyLog.ts';

/** Characters. */
const LONG = 32 * 1024 + 1;

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

it('does not keep a long reply, and nothing goes for it', async () => {
	const { ask, done } = logOf();
	await ask(1);
	const both = [ask(2, LONG), ask(2, LONG)];
	await Promise.all(both);
	expect(done).toEqual([1, 2]);
	await ask(2, LONG);
	await ask(1);
	expect(done).toEqual([1, 2, 2]);
});
