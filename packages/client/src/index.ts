export type {
	HlsState,
	HlsStateChange,
	HlsUrls,
	LivestreamState,
	LivestreamStateChange,
	MeetingHlsUrls,
	RecordingState,
	RecordingStateChange,
} from './captures/types.ts';
export type { DataPayload } from './channels/payload.ts';
export type { DataMessage } from './channels/types.ts';
export {
	AgentState,
	BitrateMode,
	Constants,
	hlsEvents,
	LogLevel,
	leaveReason,
	livestreamEvents,
	MeetingState,
	modes,
	Permission,
	RealtimeOverflow,
	recordingEvents,
	reliabilityMode,
	transcriptionEvents,
	VideoCodec,
} from './constants/Constants.ts';
export { Errors, type SdkErrorName } from './constants/Errors.ts';
export type {
	CompositionConfig,
	EntryDecision,
	InvitationOptions,
	InvitedAs,
	LeaveReason,
	LeaveReasonName,
	LivestreamOutput,
	Mode,
	PinState,
	PubSubMessage,
	StreamFailure,
	StreamKind,
	TranscriptionConfig,
} from './contract/types.ts';
export type { CameraOptions, MicrophoneOptions, OptimizationMode, ScreenOptions } from './devices/capture.ts';
export { CameraDeviceInfo, DeviceInfo, MicrophoneDeviceInfo, PlaybackDeviceInfo } from './devices/DeviceInfo.ts';
export type { PermissionKind } from './devices/later/permissions.ts';
export { type E2EEKeyProviderOptions, ExternalE2EEKeyProvider } from './e2ee/ExternalE2EEKeyProvider.ts';
export type { E2EEState } from './e2ee/types.ts';
export type { EntryRequested, Invitation } from './entry/types.ts';
export { MeetingError } from './errors/MeetingError.ts';
export type { AnyListener } from './events/Emitter.ts';
export type { LogLevelName } from './log/logger.ts';
export type { CameraBitrateMode, CameraEncoderConfig } from './media/cameraProfiles.ts';
export type { MicrophoneEncoderConfig } from './media/microphoneProfiles.ts';
export type { PreferredProtocol } from './media/PathOptions.ts';
export type { VideoCodecName } from './media/publishSettings.ts';
export type { ScreenEncoderConfig } from './media/screenProfiles.ts';
export type { MeetingEvent, MeetingEvents, MeetingJoined, MeetingStateName } from './meeting/events.ts';
export { Meeting } from './meeting/Meeting.ts';
export type { MeetingOptions } from './meeting/options.ts';
export type { MediaRequested, PinType } from './moderation/types.ts';
export type { AgentParticipant, AgentParticipantEvent } from './participants/AgentParticipant.ts';
export { Participant, type ParticipantEvent, type ParticipantEvents } from './participants/Participant.ts';
export type { RenderVideoOptions } from './participants/render.ts';
export { Stream, type StreamEvent, type StreamEvents, type StreamState } from './participants/Stream.ts';
export type { AudioStats, Quality, QualityWord, TransportStats, VideoStats } from './participants/types.ts';
export { PreCallTestError, type PreCallTestErrorCode } from './precall/PreCallTestError.ts';
export type {
	Connectivity,
	DeviceCheck,
	DirectionQuality,
	NetworkQuality,
	NetworkStats,
	NetworkStatsOptions,
	PreCallStep,
	PreCallTest,
	PreCallTestOptions,
	PreCallTestResult,
	QualityLevel,
	StreamQuality,
	VideoQuality,
} from './precall/types.ts';
export type { PubSub, pubSub } from './pubsub/PubSub.ts';
export type { message, PublishOptions, PubSubListeners, SubscribeOptions } from './pubsub/types.ts';
export type { AudioLevel } from './speakers/AudioLevels.ts';
export type { RealtimeStore, realtimeStore, StoreObserver } from './store/RealtimeStore.ts';
export { type AnalyticsInfo, type ConfigOptions, type SdkEvents, VideoSDK, type VideosdkEvent } from './VideoSDK.ts';
