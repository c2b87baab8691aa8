import { describe, expect, it } from 'vitest';
import { avatarColours, initials } from './avatarLook.ts';

describe('initials', () => {
	it.each([
		['Ada Lovelace', 'AL'],
		['ada', 'A'],
		['Jean-Luc Picard', 'JP'],
		['  Grace   Brewster Hopper ', 'GH'],
		['李 小龙', '李小'],
		['Élodie (she/her)', 'ÉS'],
		['🙂', ''],
		['', ''],
	])('%s: %s', (name, expected) => {
		expect(initials(name)).toBe(expected);
	});
});

describe('avatarColours', () => {
	const luminance = (hex: string) => {
		const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
			const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
			return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};

	it('is the same for the same person and spreads over many', () => {
		expect(avatarColours('p1')).toEqual(avatarColours('p1'));
		const many = new Set(Array.from({ length: 50 }, (_, index) => avatarColours(`p${index}`).background));
		expect(many.size).toBe(8);
	});

	it('can be read (WCAG AA)', () => {
		for (let index = 0; index < 50; index++) {
			const { background, text } = avatarColours(`p${index}`);
			expect((luminance(text) + 0.05) / (luminance(background) + 0.05)).toBeGreaterThan(4.5);
		}
	});
});
