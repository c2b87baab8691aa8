import { parseUrl } from '../base/urls.ts';

/** Reads one raw value; throws an `Error` whose message says what is allowed. */
export type Reader<T> = (raw: string) => T;

/** `true` or `false`, also `1` and `0`. */
export const boolean: Reader<boolean> = (raw) => {
	const value = raw.trim().toLowerCase();
	if (value === 'true' || value === '1') return true;
	if (value === 'false' || value === '0') return false;
	throw new Error('true or false');
};

/** A whole number between two bounds, both allowed. */
export function integer(minimum: number, maximum: number): Reader<number> {
	return (raw) => {
		const value = Number(raw);
		if (raw.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
		throw new Error(`a whole number from ${minimum} to ${maximum}`);
	};
}

/** Text of at most `maximum` characters, trimmed, of the given pattern if one is given. */
export function text(maximum: number, pattern?: RegExp): Reader<string> {
	return (raw) => {
		const value = raw.trim();
		if (value === '') throw new Error('some text');
		if (value.length > maximum) throw new Error(`at most ${maximum} characters`);
		if (pattern !== undefined && !pattern.test(value)) throw new Error(`text like ${pattern.source}`);
		return value;
	};
}

/** One of the given words, in any case. */
export function oneOf<const T extends string>(allowed: readonly T[]): Reader<T> {
	return (raw) => {
		const found = allowed.find((word) => word.toLowerCase() === raw.trim().toLowerCase());
		if (found !== undefined) return found;
		throw new Error(allowed.join(', '));
	};
}

/**
 * An address of one of the given schemes. A link on this page must not carry `javascript:`: anybody can write the
 * query of a link.
 */
export function linkTo(schemes: readonly string[]): Reader<string> {
	return (raw) => {
		const value = raw.trim();
		const parsed = parseUrl(value) ?? parseUrl(`https://${value}`);
		if (value !== '' && parsed !== null && schemes.includes(parsed.protocol)) return parsed.href;
		throw new Error(`an address that starts with ${schemes.join(' or ')}`);
	};
}

/** How somebody takes part, and the old names of two of them. */
const MODES = {
	SEND_AND_RECV: 'SEND_AND_RECV',
	RECV_ONLY: 'RECV_ONLY',
	SIGNALLING_ONLY: 'SIGNALLING_ONLY',
	CONFERENCE: 'SEND_AND_RECV',
	VIEWER: 'SIGNALLING_ONLY',
} as const;

export type Mode = (typeof MODES)[keyof typeof MODES];

/** A mode by its name, in any case. */
export const mode: Reader<Mode> = (raw) => {
	const name = raw.trim().toUpperCase();
	if (Object.hasOwn(MODES, name)) return MODES[name as keyof typeof MODES];
	throw new Error(Object.keys(MODES).join(', '));
};
