import { describe, expect, it } from 'vitest';
import { isForSomebodyElse } from './useShortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, repeat: false, defaultPrevented: false };
const inside = (role: string) => ({ closest: (selector: string) => (selector.includes(role) ? {} : null) });

describe('isForSomebodyElse', () => {
	it('leaves a plain key on the page to the call', () => {
		expect(isForSomebodyElse(plain, inside('main'))).toBe(false);
		expect(isForSomebodyElse(plain, null)).toBe(false);
	});

	it.each(['ctrlKey', 'metaKey', 'altKey', 'repeat', 'defaultPrevented'] as const)('keeps out with %s', (key) => {
		expect(isForSomebodyElse({ ...plain, [key]: true }, null)).toBe(true);
	});

	it.each(['input', 'textarea', 'contenteditable', 'menu', 'dialog'])('keeps out inside of %s', (role) => {
		expect(isForSomebodyElse(plain, inside(role))).toBe(true);
	});
});
