import { SIGNALLING_PATH } from '@roomcast/contract/signalling/envelope';
import { MeetingError } from '../errors/MeetingError.ts';

/**
 * The address of the signalling WebSocket.
 *
 * @param base `https://host[:port][/prefix]`, `wss://…`, or only `host[:port]`, which takes the scheme of the page;
 *   undefined: the origin of the page
 * @param page where the page was loaded from (`location.href`), if there is one
 * @throws MeetingError 3073 when it is no address of that kind, or when there is no page and no base
 */
export function signallingUrl(base: string | undefined, page: string | undefined): string {
	const given = base?.trim() || (page === undefined ? '' : new URL(page).origin);
	if (!given || given === 'null')
		throw MeetingError.of('ERROR_INVALID_PARAMETER', 'set the base URL: VideoSDK.config(token, { baseUrl })');
	const secure = page === undefined || new URL(page).protocol !== 'http:';
	const full = /^[a-z]+:\/\//i.test(given) ? given : `${secure ? 'https' : 'http'}://${given}`;
	let url: URL;
	try {
		url = new URL(full);
	} catch (error) {
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `signalingBaseUrl is "${base}", not a host or URL`, error);
	}
	const scheme = { 'https:': 'wss:', 'wss:': 'wss:', 'http:': 'ws:', 'ws:': 'ws:' }[url.protocol];
	if (!scheme)
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `signalingBaseUrl is "${base}", allowed are http(s) and ws(s)`);
	return `${scheme}//${url.host}${url.pathname.replace(/\/+$/, '')}${SIGNALLING_PATH}`;
}
