import type { LivestreamOutput } from '@roomcast/client';

/** A server as it is typed in. */
export interface Destination {
	readonly id: number;
	readonly service: string;
	readonly url: string;
	readonly streamKey: string;
}

/** What is wrong with a destination, by field. */
export type Flaws = Partial<Record<'url' | 'streamKey', string>>;

/** @param id unique on the page */
export function emptyDestination(id: number): Destination {
	return { id, service: SERVICES[0]?.id ?? '', url: '', streamKey: '' };
}

/** Where a destination goes: the address of its service, or the one that was typed in. */
export function outputOf({ service, url, streamKey }: Destination): LivestreamOutput {
	const known = SERVICES.find(({ id }) => id === service)?.url;
	return { url: known ?? url.trim(), streamKey: streamKey.trim() };
}

/** What the server would refuse, said where it was typed. */
export function flawsOf(destination: Destination): Flaws {
	const { url, streamKey } = outputOf(destination);
	const flaws: Flaws = {};
	if (!/^rtmps?:\/\/[^\s/]+(\/\S*)?$/i.test(url)) flaws.url = 'Begins with rtmp:// or rtmps://';
	if (streamKey === '') flaws.streamKey = 'The service shows it on its page for encoders';
	return flaws;
}

/** Where people stream to, with what is the same for everybody there. */
export interface StreamingService {
	readonly id: string;
	readonly label: string;
	/** Without the stream key; undefined where it is the person's to say. */
	readonly url?: string;
}

/** By TLS, as the pages of the services for encoders say. */
export const SERVICES: readonly StreamingService[] = [
	{ id: 'youtube', label: 'YouTube', url: 'rtmps://a.rtmps.youtube.com:443/live2' },
	{ id: 'twitch', label: 'Twitch', url: 'rtmps://ingest.global-contribute.live-video.net:443/app' },
	{ id: 'facebook', label: 'Facebook', url: 'rtmps://live-api-s.facebook.com:443/rtmp' },
	{ id: 'other', label: 'Other' },
];
