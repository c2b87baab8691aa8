import { describe, expect, it } from 'vitest';
import type { Key } from './Key.ts';
import { KeyCache } from './KeyCache.ts';

const key = (id: string): Key => ({
	id,
	secret: 'secret',
	name: id,
	userId: '0'.repeat(24),
	development: false,
	createdAt: new Date(0),
	revokedAt: undefined,
});

/** A cache over a counting source, with a clock of its own in ms. */
function setUp(load: (id: string) => Promise<Key | undefined> = async (id) => key(id)) {
	const state = { now: 0, loads: 0 };
	const cache = new KeyCache(
		(id) => {
			state.loads++;
			return load(id);
		},
		() => state.now,
	);
	return { cache, state };
}

describe('KeyCache', () => {
	it('asks once for calls at the same time, and again when the answer is old', async () => {
		const { cache, state } = setUp();
		await Promise.all([cache.get('a'), cache.get('a'), cache.get('b')]);
		expect(state.loads).toBe(2);
		state.now = 1_499;
		await cache.get('a');
		expect(state.loads).toBe(2);
		state.now = 1_500;
		await cache.get('a');
		expect(state.loads).toBe(3);
	});

	it('remembers that there is no such key', async () => {
		const { cache, state } = setUp(async () => undefined);
		expect(await cache.get('x')).toBeUndefined();
		expect(await cache.get('x')).toBeUndefined();
		expect(state.loads).toBe(1);
	});

	it('asks again at once after forget, also while an answer is on its way', async () => {
		const { cache, state } = setUp();
		const before = cache.get('a');
		cache.forget('a');
		await cache.get('a');
		await before;
		expect(state.loads).toBe(2);
	});

	it('does not keep a failure', async () => {
		let fail = true;
		const { cache } = setUp(async (id) => {
			if (fail) throw new Error('no database');
			return key(id);
		});
		await expect(cache.get('a')).rejects.toThrow('no database');
		fail = false;
		expect((await cache.get('a'))?.id).toBe('a');
	});
});
