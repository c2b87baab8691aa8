import type { LivestreamOutput } from '@roomcast/contract';

/** What stands where something secret was. */
const STARS = '****';
/** Of shorter keys not even the end is shown. */
const LONG = 16;
/** No service has shorter ones. */
const SECRET = 8;

/** A stream key for people who know it: its end, where it is long enough for that to tell nothing. */
export function maskedKey(streamKey: string): string {
	return streamKey.length < LONG ? STARS : STARS + streamKey.slice(-4);
}

/** The URL of an output without what may be secret in it: user, password and query, and the stream key where somebody put it there too. */
export function shownUrl({ url, streamKey }: LivestreamOutput): string {
	const [place = ''] = url.split(/[?#]/, 1);
	const address = place.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
	// What is shorter is there by chance, as `live` often is.
	if (streamKey.length < SECRET) return address;
	return [streamKey, encodeURIComponent(streamKey), encodeURI(streamKey)]
		.toSorted((a, b) => b.length - a.length)
		.reduce((clean, form) => clean.replaceAll(form, STARS), address);
}
