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
