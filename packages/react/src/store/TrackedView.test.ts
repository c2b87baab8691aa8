import { expect, it } from 'vitest';
import { Store } from './Store.ts';
import { TrackedView } from './TrackedView.ts';

const made = () => {
	const store = new Store({ name: 'ann', level: 0, pin: { cam: false } });
	const methods = { hide: () => 'hidden' };
	return { store, methods, view: new TrackedView(store, methods) };
};

it('is another object only when something changed that was read from it', () => {
	const { store, view } = made();
	// `expect` reads from what it gets.
	const isNow = (one: object) => view.current() === one;
	const first = view.current();
	expect(first.name).toBe('ann');
	store.set({ level: 1 });
	expect(isNow(first)).toBe(true);
	store.set({ name: 'bob' });
	expect(isNow(first)).toBe(false);
	const second = view.current();
	// What was read from the first does not count for the second.
	store.set({ name: 'cid' });
	expect(isNow(second)).toBe(true);
	expect(second.name).toBe('cid');
	store.set({ name: 'dan' });
	expect(isNow(second)).toBe(false);
});

it('has the value of now, and compares with the one that was read first', () => {
	const { store, view } = made();
	const first = view.current();
	expect(first.level).toBe(0);
	store.set({ level: 1 });
	// As a handler that runs before the next rendering.
	expect(first.level).toBe(1);
	expect(view.current() === first).toBe(false);
});

it('can be copied, with its methods', () => {
	const { store, methods, view } = made();
	const { hide, ...rest } = view.current();
	expect(hide).toBe(methods.hide);
	expect(rest).toEqual({ name: 'ann', level: 0, pin: { cam: false } });
	expect('name' in view.current()).toBe(true);
	store.set({ level: 1 });
	expect({ ...view.current() }.level).toBe(1);
});

it('is not another object for a new object with the same values', () => {
	const { store, view } = made();
	const first = view.current();
	const { pin } = first;
	store.set({ pin: { cam: false } });
	expect(view.current() === first).toBe(true);
	expect(first.pin).toBe(pin);
});
