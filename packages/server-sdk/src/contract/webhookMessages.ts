// Generated from the contract by `npm run docs`: do not edit.
import type { HlsFailedEvent, HlsPlayableEvent, HlsStartedEvent, HlsStartingEvent, HlsStoppedEvent, HlsStoppingEvent, LivestreamFailedEvent, LivestreamStartedEvent, LivestreamStartingEvent, LivestreamStoppedEvent, LivestreamStoppingEvent, ParticipantJoinedEvent, ParticipantLeftEvent, ParticipantRecordingFailedEvent, ParticipantRecordingStartedEvent, ParticipantRecordingStartingEvent, ParticipantRecordingStoppedEvent, ParticipantRecordingStoppingEvent, ParticipantTrackRecordingFailedEvent, ParticipantTrackRecordingStartedEvent, ParticipantTrackRecordingStartingEvent, ParticipantTrackRecordingStoppedEvent, ParticipantTrackRecordingStoppingEvent, RecordingFailedEvent, RecordingStartedEvent, RecordingStartingEvent, RecordingStoppedEvent, RecordingStoppingEvent, SessionEndedEvent, SessionStartedEvent } from './types.ts';

/** Data of each event that webhooks report. */
export interface WebhookEvents {
    'session-started': SessionStartedEvent;
    'session-ended': SessionEndedEvent;
    'participant-joined': ParticipantJoinedEvent;
    'participant-left': ParticipantLeftEvent;
    'recording-starting': RecordingStartingEvent;
    'recording-started': RecordingStartedEvent;
    'recording-stopping': RecordingStoppingEvent;
    'recording-stopped': RecordingStoppedEvent;
    'recording-failed': RecordingFailedEvent;
    'participant-recording-starting': ParticipantRecordingStartingEvent;
    'participant-recording-started': ParticipantRecordingStartedEvent;
    'participant-recording-stopping': ParticipantRecordingStoppingEvent;
    'participant-recording-stopped': ParticipantRecordingStoppedEvent;
    'participant-recording-failed': ParticipantRecordingFailedEvent;
    'participant-track-recording-starting': ParticipantTrackRecordingStartingEvent;
    'participant-track-recording-started': ParticipantTrackRecordingStartedEvent;
    'participant-track-recording-stopping': ParticipantTrackRecordingStoppingEvent;
    'participant-track-recording-stopped': ParticipantTrackRecordingStoppedEvent;
    'participant-track-recording-failed': ParticipantTrackRecordingFailedEvent;
    'livestream-starting': LivestreamStartingEvent;
    'livestream-started': LivestreamStartedEvent;
    'livestream-stopping': LivestreamStoppingEvent;
    'livestream-stopped': LivestreamStoppedEvent;
    'livestream-failed': LivestreamFailedEvent;
    'hls-starting': HlsStartingEvent;
    'hls-started': HlsStartedEvent;
    'hls-playable': HlsPlayableEvent;
    'hls-stopping': HlsStoppingEvent;
    'hls-stopped': HlsStoppedEvent;
    'hls-failed': HlsFailedEvent;
}

/** A message with the data that belongs to its event. */
export type WebhookMessage = {
    [E in keyof WebhookEvents]: { readonly webhookType: E; readonly data: WebhookEvents[E] };
}[keyof WebhookEvents];
