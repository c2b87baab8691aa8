import type { SKRSContext2D } from '@napi-rs/canvas';

/**
 * Fonts in order of preference. Skia takes what a font lacks, other scripts and emoji, from any installed one: the Noto
 * packages of the distribution cover them all (see docs/composer.md).
 */
const FAMILIES = '"Inter", "Noto Sans", "DejaVu Sans", sans-serif';

export function font(sizePx: number, weight: 500 | 600 | 700 = 600): string {
	return `${weight} ${sizePx}px ${FAMILIES}`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text as people count its characters: an emoji of several code points is one. */
export function splitGraphemes(text: string): string[] {
	return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Shortens a text to a width in the context's font, with an ellipsis where something was cut. */
export function ellipsize(context: SKRSContext2D, text: string, maxWidth: number): string {
	if (context.measureText(text).width <= maxWidth) return text;
	const parts = splitGraphemes(text);
	let low = 0;
	let high = parts.length;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (context.measureText(`${parts.slice(0, middle).join('').trimEnd()}…`).width <= maxWidth) low = middle;
		else high = middle - 1;
	}
	return low === 0 ? '' : `${parts.slice(0, low).join('').trimEnd()}…`;
}

/** One line without control characters: names come from participants. */
export function cleanName(name: string): string {
	return name
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
		.trim();
}

/** One or two characters that stand for a name: the first of its first and last word. */
export function initials(name: string): string {
	const words = cleanName(name).split(/\s+/u).filter(Boolean);
	const firsts = words.map((word) => splitGraphemes(word)[0] ?? '');
	const first = firsts[0] ?? '';
	const last = firsts.length > 1 ? (firsts.at(-1) ?? '') : '';
	// Only in alphabets whose letters stand apart do two of them read as initials; Arabic ones would join to a word.
	const letter = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]$/u;
	const pair = letter.test(first) && letter.test(last);
	return (pair ? first + last : first).toLocaleUpperCase();
}
