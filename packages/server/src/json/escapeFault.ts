const NUL = 'it contains the character U+0000, which no text can contain';
const HALF = 'it contains half of a character (a surrogate without its pair)';

/** What an escape must begin with to be one that is looked for: U+0000, and the halves of characters beyond U+FFFF. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/**
 * What is wrong with the escapes of a JSON text (RFC 8259 section 7): one is U+0000, or half of a character. Decoded UTF-8
 * has neither unescaped: halves are replaced when it is decoded, and control characters are no JSON.
 *
 * @returns undefined when nothing is
 */
export function escapeFault(text: string): string | undefined {
	if (!SUSPICIOUS.test(text)) return undefined;
	/** Where the second half of a character must be. */
	let expected = -1;
	for (let at = text.indexOf('\\'); at !== -1; ) {
		const code = text[at + 1] === 'u' ? Number.parseInt(text.slice(at + 2, at + 6), 16) : Number.NaN;
		if (code === 0) return NUL;
		const second = code >= 0xdc00 && code <= 0xdfff;
		if ((expected !== -1 && (at !== expected || !second)) || (expected === -1 && second)) return HALF;
		expected = code >= 0xd800 && code <= 0xdbff ? at + 6 : -1;
		// A backslash after a backslash begins no escape.
		at = text.indexOf('\\', at + 2);
	}
	return expected === -1 ? undefined : HALF;
}
