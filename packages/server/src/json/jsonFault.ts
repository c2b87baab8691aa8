/** Deepest nesting that is taken. Whatever walks a value calls itself once for each level, and a stack has an end. */
export const MAX_DEPTH = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** The beginning of an escaped surrogate, which may be alone: characters beyond U+FFFF have two (RFC 8259 section 7). */
const SURROGATE = /\\ud[89a-f]/i;

/** An escaped U+0000: an odd number of backslashes before `u0000`. It has no other form in JSON (RFC 8259 section 7). */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/**
 * What is wrong with a text that may well be JSON: nested too deeply, or with a character that PostgreSQL keeps in no
 * text, or with half of one, which is none.
 *
 * @returns undefined when nothing is, or when it is no JSON at all
 */
export function jsonFault(text: string): string | undefined {
	// Each level has two brackets.
	if (text.length > 2 * MAX_DEPTH && isDeeper(text, MAX_DEPTH))
		return `it is nested more than ${MAX_DEPTH} levels deep`;
	if (text.includes('\\u0000') && NUL.test(text)) return 'it holds the character U+0000, which no text may';
	if (SURROGATE.test(text) && !isWellFormed(text)) return 'it holds half of a character (a surrogate without its pair)';
	return undefined;
}

/** Whether all texts in a JSON text are whole characters. */
function isWellFormed(text: string): boolean {
	let whole = true;
	try {
		JSON.parse(text, (key, value) => {
			if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) whole = false;
			return value;
		});
	} catch {
		// No JSON: that is said elsewhere.
	}
	return whole;
}

function isDeeper(text: string, most: number): boolean {
	let depth = 0;
	let inString = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (inString) {
			if (code === BACKSLASH) at++;
			else if (code === QUOTE) inString = false;
		} else if (code === QUOTE) inString = true;
		else if (OPENING.has(code)) {
			if (++depth > most) return true;
		} else if (CLOSING.has(code)) depth--;
	}
	return false;
}
