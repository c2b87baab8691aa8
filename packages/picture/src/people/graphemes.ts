/** Letters with their marks where the browser cannot count characters as people do (Firefox before 125). */
const LETTER_WITH_MARKS = /\P{M}\p{M}*/gsu;

let segmenter: Intl.Segmenter | undefined;

/** The text as people count its characters: an emoji of several code points is one. */
export function splitGraphemes(text: string): string[] {
	if (Intl.Segmenter === undefined) return text.match(LETTER_WITH_MARKS) ?? [];
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return [...segmenter.segment(text)].map(({ segment }) => segment);
}
