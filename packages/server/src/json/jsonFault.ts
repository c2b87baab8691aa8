import { escapeFault } from './escapeFault.ts';

/** Deepest nesting that is taken. Whatever walks a value calls itself once for each level, and a stack has an end. */
export const MAX_DEPTH = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

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
	const fault = escapeFault(text);
	return fault !== undefined && isJson(text) ? fault : undefined;
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
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
		else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
			if (++depth > most) return true;
		} else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth--;
	}
	return false;
}
