export type {
	DeviceInfo,
	Meeting,
	MeetingOptions,
	Participant,
	PubSubMessage,
	Stream,
} from '@roomcast/client';
export { Constants, MeetingError } from '@roomcast/client';
export { AudioPlayer, type AudioPlayerProps } from './components/AudioPlayer.tsx';
export { MeetingConsumer, type MeetingConsumerProps } from './components/MeetingConsumer.tsx';
export { MeetingProvider, type MeetingProviderProps } from './components/MeetingProvider.tsx';
export { VideoPlayer, type VideoPlayerProps } from './components/VideoPlayer.tsx';
export { type AdaptiveProps, withAdaptiveObservers } from './components/withAdaptiveObservers.tsx';
export { useAudioLevel } from './hooks/useAudioLevel.ts';
export { type MediaDeviceHandlers, type MediaDeviceView, useMediaDevice } from './hooks/useMediaDevice.ts';
export { type MeetingHandlers, type MeetingView, useMeeting, useMeetingSelector } from './hooks/useMeeting.ts';
export {
	type ParticipantHandlers,
	type ParticipantMethods,
	type ParticipantView,
	useParticipant,
	useParticipantSelector,
} from './hooks/useParticipant.ts';
export { type PubSubOptions, type PubSubView, usePubSub } from './hooks/usePubSub.ts';
export { type RealtimeStoreHandlers, type RealtimeStoreView, useRealtimeStore } from './hooks/useRealtimeStore.ts';
export { type StreamHandlers, type StreamMethods, type StreamView, useStream } from './hooks/useStream.ts';
export {
	createCameraVideoTrack,
	createMicrophoneAudioTrack,
	createScreenShareVideoTrack,
	setLogLevel,
} from './sdk.ts';
export type { MeetingState } from './session/meetingState.ts';
export type { MeetingMethods } from './session/methods.ts';
export type { ParticipantState } from './session/participantState.ts';
export type { StreamInfo } from './session/streamState.ts';
