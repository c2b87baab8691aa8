import type { MediaOffer } from '@roomcast/contract/signalling/media';

/** 127.0.0.0/8 (RFC 1122, section 3.2.1.3), the same mapped into IPv6, ::1 (RFC 4291, section 2.5.3), and its name (RFC 6761). */
const LOOPBACK = /^(127(\.\d{1,3}){3}|\[?::ffff:127(\.\d{1,3}){3}\]?|\[?::1\]?|(.+\.)?localhost)$/i;

/** Whether an address or host name leads to the machine that asks. */
export function isLoopback(host: string): boolean {
	return LOOPBACK.test(host);
}

/**
 * Why media can have no path, whatever the network is like: the server announces addresses for it that lead nowhere from
 * this browser. Firefox gathers no loopback candidates, so it pairs nothing with those of a server; and on another machine
 * than the server's they are that machine itself.
 *
 * @param offer what the server offers
 * @param userAgent of the browser
 * @param signallingHost where the server was reached, as in a URL
 * @returns a clause to be appended to a message; undefined when addresses are no hindrance
 */
export function loopbackProblem(offer: MediaOffer, userAgent: string, signallingHost: string): string | undefined {
	const candidates = [offer.sendTransport, offer.recvTransport].flatMap((transport) => transport?.iceCandidates ?? []);
	const [first] = candidates;
	if (first === undefined || !candidates.every(({ address }) => isLoopback(address))) return undefined;
	const announced = `the server announces media on ${first.address} only`;
	if (!isLoopback(signallingHost)) return `${announced}, which is this machine, not the server`;
	return /\bFirefox\//.test(userAgent) ? `${announced}, and Firefox does not send to loopback addresses` : undefined;
}
