import { describe, expect, it } from 'vitest';
import { actionOf, isForSomebodyElse } from './useShortcuts.ts';

const plain = {
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	repeat: false,
	defaultPrevented: false,
	isComposing: false,
};
const inside = (role: string) => ({ closest: (selector: string) => (selector.includes(role) ? {} : null) });

describe('isForSomebodyElse', () => {
	it('leaves a plain key on the page to the call', () => {
		expect(isForSomebodyElse(plain, inside('main'))).toBe(false);
		expect(isForSomebodyElse(plain, null)).toBe(false);
	});

	it.each(['ctrlKey', 'metaKey', 'altKey', 'repeat', 'defaultPrevented', 'isComposing'] as const)(
		'keeps out with %s',
		(key) => {
			expect(isForSomebodyElse({ ...plain, [key]: true }, null)).toBe(true);
		},
	);

	it.each(['input', 'textarea', 'contenteditable', 'menu', '"dialog"', 'alertdialog', 'data-writing'])(
		'keeps out inside of %s',
		(role) => {
			expect(isForSomebodyElse(plain, inside(role))).toBe(true);
		},
	);
});

describe('actionOf', () => {
	const mute = () => {};
	const back = () => {};
	const help = () => {};
	const shortcuts = { m: mute, Escape: back, '?': help, s: undefined };

	it('finds what a key does, whatever the case', () => {
		expect(actionOf('m', shortcuts, true)).toBe(mute);
		expect(actionOf('M', shortcuts, true)).toBe(mute);
		expect(actionOf('?', shortcuts, true)).toBe(help);
		expect(actionOf('Escape', shortcuts, true)).toBe(back);
	});

	it('finds nothing for keys without a meaning, or without one here', () => {
		for (const key of ['x', 's', 'constructor', 'Enter']) expect(actionOf(key, shortcuts, true)).toBeUndefined();
	});

	it('leaves letters and signs alone when they are switched off, and Escape working', () => {
		expect(actionOf('m', shortcuts, false)).toBeUndefined();
		expect(actionOf('?', shortcuts, false)).toBeUndefined();
		expect(actionOf('Escape', shortcuts, false)).toBe(back);
	});
});
