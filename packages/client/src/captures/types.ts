import type { StreamFailure } from './failures.ts';

/** How a capture of the meeting stands. */
type Phase = 'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED';

/** How the recording of the meeting stands. What never ran is stopped. */
export type RecordingState = `RECORDING_${Phase}`;

/** How the livestream of the meeting stands. What never ran is stopped. */
export type LivestreamState = `LIVESTREAM_${Phase}`;

/** How HLS of the meeting stands: players can start when it is playable. What never ran is stopped. */
export type HlsState = `HLS_${Phase | 'PLAYABLE'}`;

/** Where HLS is to be found. */
export interface HlsUrls {
	/** Live, and everything before. */
	readonly playbackHlsUrl?: string;
	/** Live only. */
	readonly livestreamUrl?: string;
	/** The older name of `playbackHlsUrl`. */
	readonly downstreamUrl?: string;
}

/** Something that is recorded or streamed of the meeting changed. What goes beyond `status` is Roomcast's own. */
interface StateChange<S> {
	readonly status: S;
	/** The recording or stream, as REST knows it. */
	readonly id: string;
	/** The participant who started it; null for the owner of the room, by REST. */
	readonly startedBy?: string | null;
	/** Why it stopped, when it did by itself; the `error` that follows says it too. */
	readonly reason?: string;
}
export type RecordingStateChange = StateChange<RecordingState>;

/** A stream changed: one that failed says why for programs, too. */
interface StreamStateChange<S> extends StateChange<S> {
	readonly reasonCode?: StreamFailure;
}
export type LivestreamStateChange = StreamStateChange<LivestreamState>;
export type HlsStateChange = StreamStateChange<HlsState> & HlsUrls;
export type { StreamFailure };

/** A server that takes RTMP. */
export interface LivestreamOutput {
	/** `rtmp://…` or `rtmps://…`, without the stream key. */
	url: string;
	streamKey: string;
}

/** How a recording or stream looks. */
export interface CompositionConfig {
	layout?: {
		type: 'GRID' | 'SPOTLIGHT' | 'SIDEBAR';
		priority?: 'SPEAKER' | 'PIN';
		/** Most tiles of a grid, 0 to 25. */
		gridSize?: number;
	};
	theme?: 'DARK' | 'LIGHT' | 'DEFAULT';
	mode?: 'video-and-audio' | 'audio';
	/** 854 × 480, 1280 × 720, 1920 × 1080, 2560 × 1440. */
	quality?: 'low' | 'med' | 'high' | 'ultra';
	orientation?: 'landscape' | 'portrait';
	/** Of a livestream and HLS: record it as well. */
	recording?: { enabled: boolean };
}

/** Accepted and kept with the recording; this server does not transcribe. */
export interface TranscriptionConfig {
	enabled: boolean;
	summary?: { enabled: boolean; prompt?: string };
	language?: string;
}
