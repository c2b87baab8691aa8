import type { SKRSContext2D } from '@napi-rs/canvas';
import { splitGraphemes } from '@roomcast/picture/people/graphemes';

/**
 * Fonts in order of preference. Skia takes what a font lacks, other scripts and emoji, from any installed one: the Noto
 * packages of the distribution cover them all (see docs/composer.md).
 */
const FAMILIES = '"Inter", "Noto Sans", "DejaVu Sans", sans-serif';

export function font(sizePx: number, weight: 500 | 600 | 700 = 600): string {
	return `${weight} ${sizePx}px ${FAMILIES}`;
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
