import { Errors } from './Errors.ts';
import { LEAVE_REASONS } from './leaveReasons.ts';

// Of each constant, the type of the same name is any of its values: apps use both, as they use an enum.

const same = <const T extends readonly string[]>(...names: T) =>
	Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in T[number]]: K };

/** How a participant takes part; `CONFERENCE` and `VIEWER` are the old names of the first two. */
export const modes = same('SEND_AND_RECV', 'SIGNALLING_ONLY', 'RECV_ONLY', 'CONFERENCE', 'VIEWER');
export type modes = (typeof modes)[keyof typeof modes];

/** What `checkPermissions` and `requestPermission` ask about. */
export const Permission = { AUDIO: 'audio', VIDEO: 'video', AUDIO_AND_VIDEO: 'audio_video' } as const;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** Why a participant left, by name. */
export const leaveReason = LEAVE_REASONS;
export type leaveReason = (typeof leaveReason)[keyof typeof leaveReason];

/** Quality against bandwidth, for `createCameraVideoTrack`. */
export const BitrateMode = {
	HIGH_QUALITY: 'high_quality',
	BALANCED: 'balanced',
	BANDWIDTH_OPTIMIZED: 'bandwidth_optimized',
} as const;
export type BitrateMode = (typeof BitrateMode)[keyof typeof BitrateMode];

/** Levels of `VideoSDK.setLogLevel`. */
export const LogLevel = same('NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'ALL');
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** Codecs of `createCameraVideoTrack`. */
export const VideoCodec = same('VP8', 'VP9', 'AV1', 'H264');
export type VideoCodec = (typeof VideoCodec)[keyof typeof VideoCodec];

/** How `send` delivers: everything and in order, or as fast as it can. */
export const reliabilityMode = same('RELIABLE', 'UNRELIABLE');
export type reliabilityMode = (typeof reliabilityMode)[keyof typeof reliabilityMode];

/** What a subscription does with more messages than it wants at a time. */
export const RealtimeOverflow = { DROP: 'drop', QUEUE: 'queue' } as const;
export type RealtimeOverflow = (typeof RealtimeOverflow)[keyof typeof RealtimeOverflow];

/** States of a meeting's connection, as `meeting-state-changed` tells them. */
export const MeetingState = same('CONNECTING', 'CONNECTED', 'RECONNECTING', 'FAILED', 'DISCONNECTED');
export type MeetingState = (typeof MeetingState)[keyof typeof MeetingState];

/** How the recording of the meeting stands, as `recording-state-changed` tells it. */
export const recordingEvents = same(
	'RECORDING_STARTING',
	'RECORDING_STARTED',
	'RECORDING_STOPPING',
	'RECORDING_STOPPED',
);
export type recordingEvents = (typeof recordingEvents)[keyof typeof recordingEvents];

/** How the livestream of the meeting stands, as `livestream-state-changed` tells it. */
export const livestreamEvents = same(
	'LIVESTREAM_STARTING',
	'LIVESTREAM_STARTED',
	'LIVESTREAM_STOPPING',
	'LIVESTREAM_STOPPED',
);
export type livestreamEvents = (typeof livestreamEvents)[keyof typeof livestreamEvents];

/** How HLS of the meeting stands, as `hls-state-changed` tells it. */
export const hlsEvents = same('HLS_STARTING', 'HLS_STARTED', 'HLS_PLAYABLE', 'HLS_STOPPING', 'HLS_STOPPED');
export type hlsEvents = (typeof hlsEvents)[keyof typeof hlsEvents];

/** Named for apps that listen to transcriptions; Roomcast has none in the call. */
export const transcriptionEvents = same(
	'TRANSCRIPTION_STARTING',
	'TRANSCRIPTION_STARTED',
	'TRANSCRIPTION_STOPPING',
	'TRANSCRIPTION_STOPPED',
);
export type transcriptionEvents = (typeof transcriptionEvents)[keyof typeof transcriptionEvents];

/** What an agent does, as `agent-state-changed` tells it. Named for apps: no agent joins the calls of a Roomcast server. */
export const AgentState = { IDLE: 'idle', LISTENING: 'listening', THINKING: 'thinking', SPEAKING: 'speaking' } as const;
export type AgentState = (typeof AgentState)[keyof typeof AgentState];

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
	AgentState,
	MeetingState,
} as const;
