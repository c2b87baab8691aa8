// Generated from the contract by `npm run docs`: do not edit.
export { ApiError } from './errors/ApiError.ts';
export { ConnectionError } from './errors/ConnectionError.ts';
export { DeadlineError } from './errors/DeadlineError.ts';
export { RoomcastError } from './errors/RoomcastError.ts';
export { WebhookError } from './errors/WebhookError.ts';
export type { Started } from './http/ApiRequest.ts';
export type { CallOptions } from './http/CallOptions.ts';
export { Roomcast, type RoomcastOptions } from './Roomcast.ts';
export { type ApiKey, type Permission, type Role, signToken, type TokenOptions } from './tokens/signToken.ts';
export { type ReceivedWebhook, type VerifiedWebhook, verifyWebhook } from './webhooks/verifyWebhook.ts';
export type { ErrorName } from './contract/errorNames.ts';
export type { WebhookEvents, WebhookMessage } from './contract/webhookMessages.ts';
export type { Rooms } from './methods/Rooms.ts';
export type { Sessions } from './methods/Sessions.ts';
export type { Participants } from './methods/Participants.ts';
export type { WaitingRoom } from './methods/WaitingRoom.ts';
export type { Recordings } from './methods/Recordings.ts';
export type { ParticipantRecordings } from './methods/ParticipantRecordings.ts';
export type { TrackRecordings } from './methods/TrackRecordings.ts';
export type { Hls } from './methods/Hls.ts';
export type { Livestreams } from './methods/Livestreams.ts';
export type { Storage } from './methods/Storage.ts';
export type { Webhooks } from './methods/Webhooks.ts';
export type { Operations } from './methods/Operations.ts';
export type {
    ActiveHls,
    ActiveParticipants,
    AllParticipants,
    AnswerEntryBody,
    AnsweredEntry,
    AutoCloseConfig,
    AutoStartConfig,
    CaptureHlsBody,
    CapturedThumbnail,
    CompositionConfig,
    CreateRoomBody,
    DeactivateRoomBody,
    DeactivatedRoom,
    Delivery,
    DeliveryAttempt,
    DeliveryPage,
    DetailedParticipant,
    DeviceInfo,
    EndSessionBody,
    EntryRequest,
    EntryRequests,
    GeoLocation,
    GetLivestreamQuery,
    Health,
    HlsFailedEvent,
    HlsPage,
    HlsPlayableEvent,
    HlsStartedEvent,
    HlsStartingEvent,
    HlsStoppedEvent,
    HlsStoppingEvent,
    HlsStream,
    KeyStorageBody,
    KeyStorageView,
    Layout,
    LeaveReason,
    Links,
    ListDeliveriesQuery,
    ListHlsQuery,
    ListLivestreamsQuery,
    ListParticipantRecordingsQuery,
    ListRecordingsQuery,
    ListRoomsQuery,
    ListSessionsQuery,
    Livestream,
    LivestreamFailedEvent,
    LivestreamOutput,
    LivestreamOutputState,
    LivestreamPage,
    LivestreamStartedEvent,
    LivestreamStartingEvent,
    LivestreamStoppedEvent,
    LivestreamStoppingEvent,
    MultiComposition,
    OnFailure,
    PageInfo,
    PageQuery,
    ParticipantJoinedEvent,
    ParticipantLeftEvent,
    ParticipantRecording,
    ParticipantRecordingFailedEvent,
    ParticipantRecordingPage,
    ParticipantRecordingStartedEvent,
    ParticipantRecordingStartingEvent,
    ParticipantRecordingStoppedEvent,
    ParticipantRecordingStoppingEvent,
    ParticipantStats,
    ParticipantTrackRecordingFailedEvent,
    ParticipantTrackRecordingStartedEvent,
    ParticipantTrackRecordingStartingEvent,
    ParticipantTrackRecordingStoppedEvent,
    ParticipantTrackRecordingStoppingEvent,
    QualitySample,
    Readiness,
    RecordedFile,
    Recording,
    RecordingFailedEvent,
    RecordingPage,
    RecordingStartedEvent,
    RecordingStartingEvent,
    RecordingStoppedEvent,
    RecordingStoppingEvent,
    RemoveParticipantBody,
    ResolutionUsage,
    Room,
    RoomCaptures,
    RoomPage,
    RoomWebhook,
    RsaPublicKey,
    Session,
    SessionEndedEvent,
    SessionPage,
    SessionParticipant,
    SessionStartedEvent,
    SessionStats,
    Span,
    StartHlsBody,
    StartLivestreamBody,
    StartParticipantRecordingBody,
    StartRecordingBody,
    StartTrackRecordingBody,
    StartedHls,
    StopHlsBody,
    StopLivestreamBody,
    StopParticipantRecordingBody,
    StopRecordingBody,
    StopTrackRecordingBody,
    StorageDeleted,
    TranscriptionConfig,
    User,
    WebhookSecret,
    WebhookSummary,
} from './contract/types.ts';
