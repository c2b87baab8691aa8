import { expect, it, vi } from 'vitest';
import { StoreFamily } from './StoreFamily.ts';

it('can be followed before there is anything under an id, and after', () => {
	const family = new StoreFamily({ name: '' });
	const source = family.source('a');
	const changed = vi.fn();
	const stop = source.subscribe(changed);
	family.set('a', { name: 'Ann' });
	family.set('b', { name: 'Bob' });
	expect([source.get().name, changed.mock.calls.length]).toEqual(['Ann', 1]);
	family.remove('a');
	expect([source.get().name, changed.mock.calls.length]).toEqual(['', 2]);
	family.set('a', { name: 'Ada' });
	expect([source.get().name, changed.mock.calls.length]).toEqual(['Ada', 3]);
	stop();
	family.set('a', { name: 'Amy' });
	expect([source.get().name, changed.mock.calls.length]).toEqual(['Amy', 3]);
});

it('gives what an id without anything has, as one object', () => {
	const initial = { name: '' };
	const family = new StoreFamily(initial);
	expect(family.source('nobody').get()).toBe(initial);
});
