import { isIP } from 'node:net';
import { blockList, type Trust } from '../limits/trustedProxies.ts';

/** A value that a setting may not hold; the message says what it may hold. */
export class SettingValueError extends Error {
	override readonly name = 'SettingValueError';
}

/** How a setting reads its text: the value, or a `SettingValueError` that says what is allowed. */
export type Parse<T> = (text: string) => T;

/** Whole numbers between two bounds, both included. */
export function integer(minimum: number, maximum: number): Parse<number> {
	return (text) => {
		const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
		if (!(value >= minimum && value <= maximum))
			throw new SettingValueError(`a whole number from ${minimum} to ${maximum}`);
		return value;
	};
}

/** One of a few words, upper or lower case. */
export function oneOf<const T extends readonly string[]>(words: T): Parse<T[number]> {
	return (text) => {
		const word = words.find((candidate) => candidate === text.toLowerCase());
		if (word === undefined) throw new SettingValueError(`one of ${words.join(', ')}`);
		return word;
	};
}

/** `true` or `false`. */
export const flag: Parse<boolean> = (text) => {
	if (!/^(true|false)$/i.test(text)) throw new SettingValueError('true or false');
	return text.toLowerCase() === 'true';
};

/** Text that a pattern fits; `allowed` is the pattern in words. */
export function matching(pattern: RegExp, allowed: string): Parse<string> {
	return (text) => {
		if (!pattern.test(text)) throw new SettingValueError(allowed);
		return text;
	};
}

/** A path on this machine; not resolved. */
export const path: Parse<string> = (text) => {
	if (text.includes('\0')) throw new SettingValueError('a path');
	return text;
};

/** Permissions that are taken away; the owner's own stay, without which the server could not work. */
export const umask: Parse<number> = (text) => {
	if (!/^0[0-7]{2}$/.test(text)) throw new SettingValueError('three octal digits, the first of them 0, such as 027');
	return Number.parseInt(text, 8);
};

/** An IPv4 or IPv6 address. */
export const ipAddress: Parse<string> = (text) => {
	if (isIP(text) === 0) throw new SettingValueError('an IPv4 or IPv6 address');
	return text;
};

/** An absolute URL of one of these protocols; what comes out has no slash at its end. */
export function url(protocols: readonly string[]): Parse<string> {
	const allowed = `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
	return (text) => {
		if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) throw new SettingValueError(allowed);
		return text.replace(/\/+$/, '');
	};
}

/** URLs of NATS servers, separated by commas: all of one protocol, with the name and password of the first. */
export const natsUrls: Parse<string> = (text) => {
	const urls = text.split(',').map((each) => each.trim());
	const protocols = urls.map((each) => (URL.canParse(each) ? new URL(each).protocol : undefined));
	if (!['nats:', 'tls:'].includes(protocols[0] ?? '') || new Set(protocols).size !== 1)
		throw new SettingValueError('URLs that all begin with nats:// or all with tls://, separated by commas');
	return urls.join(',');
};

/** First and last port of a range, both included. */
export interface PortRange {
	readonly min: number;
	readonly max: number;
}

/** `first-last`, or one port. */
export const portRange: Parse<PortRange> = (text) => {
	const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
	const min = Number(first);
	const max = Number(last ?? first);
	if (!(min >= 1 && max <= 65_535 && min <= max))
		throw new SettingValueError('`first-last`, two ports from 1 to 65535 with the lower one first, or one port');
	return { min, max };
};

/** `*`, or origins such as `https://app.example.com` between commas. */
export const origins: Parse<'*' | readonly string[]> = (text) => {
	if (text === '*') return '*';
	return text.split(',').map((part) => {
		const origin = part.trim().replace(/\/+$/, '');
		if (!URL.canParse(origin) || new URL(origin).origin !== origin)
			throw new SettingValueError('`*`, or origins such as https://app.example.com between commas');
		return origin;
	});
};

/** How many proxies there are, or their addresses between commas. */
export const trustedProxies: Parse<Trust> = (text) => {
	if (/^([1-9]|10)$/.test(text)) return Number(text);
	try {
		return blockList(text.split(',').map((part) => part.trim()));
	} catch {
		throw new SettingValueError('IP addresses, blocks such as 10.0.0.0/8 and loopback between commas, or 1 to 10');
	}
};

/**
 * Sources of the CSP directive `frame-ancestors` (CSP level 3, section 6.4.2): `*`, `'self'`, `'none'`, or origins between
 * commas, of which the host may begin with `*.`. What comes out is its value.
 */
export const frameAncestors: Parse<string> = (text) => {
	const allowed = "`*`, `'self'`, `'none'`, or origins such as https://app.example.com between commas";
	const sources = text.split(',').map((part) => part.trim().replace(/\/+$/, ''));
	if (sources.length === 1 && /^(\*|'none')$/.test(text.trim())) return text.trim();
	for (const source of sources) {
		const origin = source.replace('://*.', '://');
		if (source !== "'self'" && (!URL.canParse(origin) || new URL(origin).origin !== origin))
			throw new SettingValueError(allowed);
	}
	return sources.join(' ');
};

const UNITS = ['', 'K', 'M', 'G', 'T'];

/** A number of bytes, or of units of 1024, 1024² … bytes: `500M`, `1.5G`. */
export const byteSize: Parse<number> = (text) => {
	const [, number, unit = ''] = /^(\d{1,15}(?:\.\d{1,3})?)([KMGT]?)$/i.exec(text) ?? [];
	const bytes = Math.round(Number(number) * 1024 ** UNITS.indexOf(unit.toUpperCase()));
	if (!Number.isSafeInteger(bytes)) throw new SettingValueError('bytes, or a number with K, M, G or T after it');
	return bytes;
};
