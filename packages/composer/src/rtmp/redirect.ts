import { parseRtmpTarget, type RtmpTarget } from './target.ts';

/** Servers that may send a publisher on, one after the other: more go round in a circle. */
export const MOST_REDIRECTS = 5;

/** Characters of an address that a caller may give. */
const LONGEST_URL = 2048;

/** Where a publisher is sent on to, checked by the part that knows where this machine may connect. */
export interface AllowedTarget {
	/** IP addresses to connect to instead of what DNS says. */
	readonly addresses: readonly string[] | undefined;
}

/** Asks whether a URL that a server redirects to may be called. @throws Error with the reason when it may not */
export type AllowRedirect = (url: string) => Promise<AllowedTarget>;

/** A server sends its publisher on to where this one does not go, or too often. */
export class RedirectRefused extends Error {
	constructor(reason: string) {
		super(`it redirects, and the redirect is not followed: ${reason}`);
		this.name = 'RedirectRefused';
	}
}

/** What went wrong at a server that another one redirected to. */
export class RedirectFailed extends Error {
	readonly target: RtmpTarget;
	override readonly cause: unknown;

	constructor(target: RtmpTarget, cause: unknown) {
		super(`redirected to ${target.label}`, { cause });
		this.name = 'RedirectFailed';
		this.target = target;
		this.cause = cause;
	}
}

/**
 * Where a redirect leads. The user and the password of the address before go along to the same host and port only; those that
 * the redirect names itself are used.
 *
 * @param url the `redirect` of `NetConnection.Connect.Rejected`
 * @throws RedirectRefused where it is no address of an application, or leads from TLS to none
 */
export function redirectTarget(url: string, from: RtmpTarget): RtmpTarget {
	if (url.length > LONGEST_URL)
		throw new RedirectRefused(`it has ${url.length} characters, at most ${LONGEST_URL} are taken`);
	const target = parsed(url);
	if (from.secure && !target.secure)
		throw new RedirectRefused('it leads from rtmps to rtmp, where the stream key could be read by others');
	const { credentials } = from;
	const isSame = target.host === from.host && target.port === from.port;
	return credentials !== undefined && target.credentials === undefined && isSame ? { ...target, credentials } : target;
}

function parsed(url: string): RtmpTarget {
	try {
		return parseRtmpTarget(url);
	} catch (error) {
		throw new RedirectRefused((error as Error).message);
	}
}
