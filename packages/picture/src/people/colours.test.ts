import { expect, it } from 'vitest';
import { PERSON_COLOURS, personColours } from './colours.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it('is the same for the same person and spreads over many', () => {
	expect(personColours('p1')).toEqual(personColours('p1'));
	const many = new Set(Array.from({ length: 50 }, (_, index) => personColours(`p${index}`).background));
	expect(many.size).toBe(PERSON_COLOURS.length);
});

it.each(PERSON_COLOURS)('$text can be read on $background (WCAG AA)', ({ background, text }) => {
	expect((luminance(text) + 0.05) / (luminance(background) + 0.05)).toBeGreaterThan(4.5);
});
