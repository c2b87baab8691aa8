import { Errors } from './Errors.ts';
import { LEAVE_REASONS } from './leaveReasons.ts';

const same = <const T extends readonly string[]>(...names: T) =>
	Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in T[number]]: K };

/** How a participant takes part; `CONFERENCE` and `VIEWER` are the old names of the first two. */
export const modes = same('SEND_AND_RECV', 'SIGNALLING_ONLY', 'RECV_ONLY', 'CONFERENCE', 'VIEWER');

/** What `checkPermissions` and `requestPermission` ask about. */
export const Permission = { AUDIO: 'audio', VIDEO: 'video', AUDIO_AND_VIDEO: 'audio_video' } as const;

/** Why a participant left, by name. */
export const leaveReason = LEAVE_REASONS;

/** Quality against bandwidth, for `createCameraVideoTrack`. */
export const BitrateMode = {
	HIGH_QUALITY: 'high_quality',
	BALANCED: 'balanced',
	BANDWIDTH_OPTIMIZED: 'bandwidth_optimized',
} as const;

/** Levels of `VideoSDK.setLogLevel`. */
export const LogLevel = same('NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'ALL');

/** Codecs of `createCameraVideoTrack`. */
export const VideoCodec = same('VP8', 'VP9', 'AV1', 'H264');

/** How `send` delivers: everything and in order, or as fast as it can. */
export const reliabilityMode = same('RELIABLE', 'UNRELIABLE');

/** What a subscription does with more messages than it wants at a time. */
export const RealtimeOverflow = { DROP: 'drop', QUEUE: 'queue' } as const;

/** States of a meeting's connection, as `meeting-state-changed` tells them. */
export const MeetingState = same('CONNECTING', 'CONNECTED', 'RECONNECTING', 'FAILED', 'DISCONNECTED');

/** How the recording of the meeting stands, as `recording-state-changed` tells it. */
export const recordingEvents = same(
	'RECORDING_STARTING',
	'RECORDING_STARTED',
	'RECORDING_STOPPING',
	'RECORDING_STOPPED',
);

/** How the livestream of the meeting stands, as `livestream-state-changed` tells it. */
export const livestreamEvents = same(
	'LIVESTREAM_STARTING',
	'LIVESTREAM_STARTED',
	'LIVESTREAM_STOPPING',
	'LIVESTREAM_STOPPED',
);

/** How HLS of the meeting stands, as `hls-state-changed` tells it. */
export const hlsEvents = same('HLS_STARTING', 'HLS_STARTED', 'HLS_PLAYABLE', 'HLS_STOPPING', 'HLS_STOPPED');

/** Named for apps that listen to transcriptions; Roomcast has none in the call. */
export const transcriptionEvents = same(
	'TRANSCRIPTION_STARTING',
	'TRANSCRIPTION_STARTED',
	'TRANSCRIPTION_STOPPING',
	'TRANSCRIPTION_STOPPED',
);

/** `VideoSDK.Constants`. */
export const Constants = {
	errors: Errors,
	recordingEvents,
	livestreamEvents,
	hlsEvents,
	transcriptionEvents,
	modes,
	permission: Permission,
	reliabilityMode,
	RealtimeOverflow,
	leaveReason,
	BitrateMode,
	LogLevel,
	VideoCodec,
	MeetingState,
} as const;
