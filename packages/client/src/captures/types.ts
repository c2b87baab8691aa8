import type { RoomCaptureState, StreamFailure } from '../contract/types.ts';

/** Only HLS is ever playable. */
type Phase = Exclude<RoomCaptureState, 'PLAYABLE'>;

/** How the recording of the meeting stands. What never ran is stopped. */
export type RecordingState = `RECORDING_${Phase}`;

/** How the livestream of the meeting stands. What never ran is stopped. */
export type LivestreamState = `LIVESTREAM_${Phase}`;

/** How HLS of the meeting stands: players can start when it is playable. What never ran is stopped. */
export type HlsState = `HLS_${RoomCaptureState}`;

/** Where HLS is to be found. */
export interface HlsUrls {
	/** Live, and everything before. */
	readonly playbackHlsUrl?: string;
	/** Live only. */
	readonly livestreamUrl?: string;
	/** The older name of `playbackHlsUrl`. */
	readonly downstreamUrl?: string;
}

/** Where HLS of the meeting is to be found; null what is nowhere. */
export type MeetingHlsUrls = { readonly [K in keyof HlsUrls]-?: string | null };

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

/** Events of a meeting about what is recorded and streamed of it. */
export interface CaptureEvents {
	/** The recording of the meeting changed; at a join, that it runs. */
	'recording-state-changed': [RecordingStateChange];
	/** The older form of `RECORDING_STARTED`. */
	'recording-started': [];
	/** The older form of `RECORDING_STOPPED`. */
	'recording-stopped': [];
	/** The livestream of the meeting changed; at a join, that it runs. */
	'livestream-state-changed': [LivestreamStateChange];
	/** The older form of `LIVESTREAM_STARTED`. */
	'livestream-started': [];
	/** The older form of `LIVESTREAM_STOPPED`. */
	'livestream-stopped': [];
	/** HLS of the meeting changed; at a join, that it runs. */
	'hls-state-changed': [HlsStateChange];
	/** The older form of `HLS_STARTED`. */
	'hls-started': [HlsUrls];
	/** The older form of `HLS_STOPPED`. */
	'hls-stopped': [];
}
