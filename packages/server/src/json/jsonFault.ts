import { escapeFault } from './escapeFault.ts';

/** Deepest nesting that is taken. Whatever walks a value calls itself once for each level, and a stack has an end. */
export const MAX_DEPTH = 100;

/**
 * Most members of objects in one text. Each name that is new costs some µs to parse, a hundred times what an entry of an array
 * does: `update-consumers` for 512 streams has 2,560, a `join` of a browser about 500.
 */
export const MAX_MEMBERS = 3_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COLON = 0x3a;

/**
 * What is wrong with a text that may well be JSON: nested too deeply, or with a character that PostgreSQL keeps in no
 * text, or with half of one, which is none.
 *
 * @returns undefined when nothing is, or when it is no JSON at all
 */
export function jsonFault(text: string): string | undefined {
	const large = sizeFault(text);
	if (large !== undefined) return large;
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

/**
 * What of a text costs more than its length tells: too many levels, or too many members. To be asked before it is parsed.
 *
 * @returns undefined when nothing does
 */
export function sizeFault(text: string): string | undefined {
	// Each level has two brackets, each member a name in quotes and a colon.
	if (text.length <= 2 * MAX_DEPTH) return undefined;
	let depth = 0;
	let members = 0;
	let inString = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (inString) {
			if (code === BACKSLASH) at++;
			else if (code === QUOTE) inString = false;
		} else if (code === QUOTE) inString = true;
		else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
			if (++depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} levels deep`;
		} else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth--;
		else if (code === COLON && ++members > MAX_MEMBERS) return `it has more than ${MAX_MEMBERS} members`;
	}
	return undefined;
}
