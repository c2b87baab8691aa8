import { isIP } from 'node:net';
import type { TargetKind } from '@roomcast/contract';
import { isPublicAddress } from './publicAddress.ts';

/** What the URL of a target may begin with. */
export function protocolsOf(kind: TargetKind): readonly string[] {
	return kind === 'livestream' ? ['rtmp:', 'rtmps:'] : ['http:', 'https:'];
}

/**
 * Endings of names that the public DNS never has: RFC 6761 (localhost), RFC 6762 with its appendix G (local and what
 * home and company networks use instead), RFC 8375 (home.arpa), and `internal`, which ICANN reserved for private use.
 */
const INTERNAL_ENDINGS: readonly string[] = [
	'localhost',
	'localdomain',
	'local',
	'internal',
	'intranet',
	'private',
	'corp',
	'home',
	'home.arpa',
	'lan',
];

/**
 * The host of a URL as the web writes it: every notation of an IPv4 address becomes the dotted one, names become lower
 * case and ASCII, brackets and a dot at the end are gone. The URL parser does so for protocols of the web alone, and
 * leaves `rtmp://0x7f.1/` as it is.
 *
 * @returns undefined when it is none
 */
export function hostOf({ hostname }: URL): string | undefined {
	const web = `http://${hostname}/`;
	if (hostname === '' || !URL.canParse(web)) return undefined;
	return new URL(web).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/**
 * What is wrong with the URL of a target as it is written. Nothing is looked up: a name that leads to a private address
 * is found when it is resolved.
 *
 * @param allowPrivate whether hosts may be private
 * @returns undefined when nothing is wrong
 */
export function targetFault(text: string, kind: TargetKind, allowPrivate: boolean): string | undefined {
	if (!URL.canParse(text)) return 'it is not a URL';
	const url = new URL(text);
	const protocols = protocolsOf(kind);
	if (!protocols.includes(url.protocol))
		return `it begins with ${url.protocol}, it may begin with ${protocols.join(', ')}`;
	// RTMP servers ask for them, those of the web get none.
	if (kind !== 'livestream' && (url.username !== '' || url.password !== ''))
		return 'it must have no credentials: they are not sent';
	const host = hostOf(url);
	if (host === undefined || host === '') return 'it names no host';
	if (allowPrivate || isPublicHost(host)) return undefined;
	return `${host} is not a public address. ${onlyPublic(kind)}`;
}

/** What is allowed, for those who are refused. */
export function onlyPublic(kind: TargetKind): string {
	const [plain, secure] = protocolsOf(kind).map((protocol) => protocol.slice(0, -1));
	return `Allowed is an ${plain} or ${secure} URL of a host on the public internet (ROOMCAST_ALLOW_PRIVATE_TARGETS is off)`;
}

/** Whether a host, an address or a name, could be on the public internet. */
function isPublicHost(host: string): boolean {
	if (isIP(host) !== 0) return isPublicAddress(host);
	return host.includes('.') && !INTERNAL_ENDINGS.some((ending) => host === ending || host.endsWith(`.${ending}`));
}
