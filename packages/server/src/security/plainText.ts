const LONGEST = 300;

/** C0 and C1 controls, DEL, line and paragraph separators, and marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: It looks for them.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text from outside as a log may show it on one line, whatever shows it: characters that terminals and viewers act on are
 * written as `\uXXXX`, and what is long is cut.
 */
export function plainText(text: string): string {
	const cut = text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text.toWellFormed();
	return cut.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
