/** Where an RTMP sink publishes to. */
export interface RtmpTarget {
	readonly secure: boolean;
	readonly host: string;
	readonly port: number;
	/** Application name and instance, with the query where there is one. */
	readonly application: string;
	/** The address as the server gets it; without credentials. */
	readonly tcUrl: string;
	/** User and password, where the address has them. */
	readonly credentials?: { readonly user: string; readonly password: string };
	/** For messages to people: nothing in it is secret. */
	readonly label: string;
}

const PORTS = { 'rtmp:': 1935, 'rtmps:': 443 } as const;

/**
 * Reads `rtmp[s]://[user:password@]host[:port]/application[/instance]`.
 *
 * @throws TypeError where it is no such address; the message does not repeat it, as a key may be in it
 */
export function parseRtmpTarget(address: string): RtmpTarget {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || (url.protocol !== 'rtmp:' && url.protocol !== 'rtmps:'))
		throw new TypeError('the url is no RTMP address; it must be rtmp[s]://host[:port]/application');
	// RTMP knows no fragments: what services put behind a `#` is a part of the name.
	const application = `${url.pathname.slice(1).replace(/\/$/, '')}${url.search}${url.hash}`;
	if (application === '') throw new TypeError('the url names no application: rtmp[s]://host[:port]/application');
	const name = asciiHost(url.hostname);
	const host = name.replace(/^\[|\]$/g, '');
	const at = url.port === '' ? name : `${name}:${url.port}`;
	const port = url.port === '' ? PORTS[url.protocol] : Number(url.port);
	return {
		secure: url.protocol === 'rtmps:',
		host,
		port,
		application,
		tcUrl: `${url.protocol}//${at}/${application}`,
		label: `${url.protocol}//${at}`,
		...(url.username === '' ? {} : { credentials: { user: decoded(url.username), password: decoded(url.password) } }),
	};
}

/**
 * A host name as DNS and certificates have it: international names in ASCII (UTS #46). The URL parser writes them so for
 * protocols of the web alone, and leaves `rtmp://bücher.example` as `b%C3%BCcher.example`.
 */
function asciiHost(hostname: string): string {
	const web = `http://${hostname}/`;
	if (!URL.canParse(web)) throw new TypeError('the url names no host that there could be');
	return new URL(web).hostname;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
