import type { Stream, StreamKind } from '@roomcast/client';

/** What {@link useStream} shows of a stream; all of it is undefined and null while there is no stream of that id. */
export interface StreamInfo {
	readonly stream: Stream | null;
	readonly kind: StreamKind | undefined;
	/** For example `video/VP8`. */
	readonly codec: string | undefined;
	readonly track: MediaStreamTrack | undefined;
	/** What of the screen is shared, where it is known. */
	readonly displaySurface: 'monitor' | 'window' | 'browser' | undefined;
	/** Whether nothing is received (or sent) because of `pause()`. */
	readonly paused: boolean | undefined;
}

/** No stream. */
export const NO_STREAM: StreamInfo = {
	stream: null,
	kind: undefined,
	codec: undefined,
	track: undefined,
	displaySurface: undefined,
	paused: undefined,
};

/** What a stream says of itself. */
export function readStream(stream: Stream): StreamInfo {
	const { kind, codec, track, displaySurface, paused } = stream;
	return { stream, kind, codec, track, displaySurface, paused };
}
