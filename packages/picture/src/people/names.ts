import { splitGraphemes } from './graphemes.ts';

/** One line without control characters: names come from participants. */
export function cleanName(name: string): string {
	return name
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
		.trim();
}

const LETTER = /[\p{L}\p{N}]/u;
/** In scripts whose letters stand apart two of them read as initials; Arabic ones would join to a word. */
const STANDS_APART = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}]/u;

/**
 * One or two characters that stand for a name: the first letters or digits of its first and last word. A name without
 * either gives its first character, such as an emoji; an empty one nothing. The same in every language of the system.
 */
export function initials(name: string): string {
	const clean = cleanName(name);
	const words = clean.split(/[\s_.@-]+/u).filter((word) => LETTER.test(word));
	const first = initialOf(words[0] ?? '');
	if (first === '') return splitGraphemes(clean)[0] ?? '';
	const last = words.length > 1 ? initialOf(words.at(-1) ?? '') : '';
	return STANDS_APART.test(first) && STANDS_APART.test(last) ? first + last : first;
}

/** The first letter or digit of a word, in capitals; of those that two become, as `ß` does, the first. */
function initialOf(word: string): string {
	const letter = splitGraphemes(word).find((character) => LETTER.test(character)) ?? '';
	return splitGraphemes(letter.toUpperCase())[0] ?? '';
}
