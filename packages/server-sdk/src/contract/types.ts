// Generated from the contract by `npm run docs`: do not edit.
export type ActiveHls = {
    code: 200;
    data: HlsStream;
};

export type ActiveParticipants = {
    pageInfo: PageInfo;
    data: ({
        /** 24 hexadecimal characters. */
        id: string;
        /** 24 hexadecimal characters. */
        _id: string;
        /** 24 hexadecimal characters. */
        userId: string;
        /** Room address, `xxxx-xxxx-xxxx`. */
        roomId: string;
        customRoomId: string | null;
        /** Room address, `xxxx-xxxx-xxxx`. */
        meetingId: string;
        userMeetingId: string | null;
        /** ISO 8601, UTC, milliseconds. */
        start: string;
        end: string | null;
        status: "ongoing" | "ended";
        links: {
            get_room: string;
            get_session: string;
            get_all_participants: string;
        };
        apiKey: string;
        /** Always `unknown`: this server has no regions. */
        region: string;
        hlsLog: (Span)[];
        participants: (DetailedParticipant)[];
    })[];
};

export type AllParticipants = {
    pageInfo: PageInfo;
    data: {
        /** 24 hexadecimal characters. */
        id: string;
        /** 24 hexadecimal characters. */
        _id: string;
        /** 24 hexadecimal characters. */
        userId: string;
        /** Room address, `xxxx-xxxx-xxxx`. */
        roomId: string;
        customRoomId: string | null;
        /** Room address, `xxxx-xxxx-xxxx`. */
        meetingId: string;
        userMeetingId: string | null;
        /** ISO 8601, UTC, milliseconds. */
        start: string;
        end: string | null;
        status: "ongoing" | "ended";
        links: {
            get_room: string;
            get_session: string;
            get_all_participants: string;
        };
        participants: (DetailedParticipant)[];
    };
};

export type AnswerEntryBody = {
    decision: "allowed" | "denied";
};

export type AnsweredEntry = {
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    decision: "allowed" | "denied";
};

export type AutoCloseConfig = {
    /** `session-end-and-deactivate` also disables the room: only one session can ever run. */
    type: "session-ends" | "session-end-and-deactivate";
    /** Minutes from the start of the session. */
    duration?: number;
};

export type AutoStartConfig = {
    recording?: {
        /** http or https URL of a web page. */
        templateUrl?: string;
        transcription?: TranscriptionConfig;
        config?: CompositionConfig;
        awsDirPath?: string;
    };
    hls?: {
        /** http or https URL of a web page. */
        templateUrl?: string;
        transcription?: TranscriptionConfig;
        config?: CompositionConfig;
        awsDirPath?: string;
    };
    composite?: Record<string, unknown>;
};

export type CaptureHlsBody = {
    roomId: string;
    /** Seconds from the start of the stream; default: now. */
    time?: number;
    /** Pixels. */
    width?: number;
    /** Pixels. */
    height?: number;
    format?: "jpg" | "png" | "webp";
};

export type CapturedThumbnail = {
    message: "captured thumbnail successfully";
    roomId: string;
    meta: {
        /** ISO 8601, UTC, milliseconds. */
        createdAt: string;
        width: number;
        height: number;
        format: "jpg" | "png" | "webp";
    };
    /** A link to the picture, which expires. */
    filePath: string;
    /** Bytes. */
    fileSize: number;
    /** Without the file extension. */
    fileName: string;
};

export type CompositionConfig = {
    layout?: Layout;
    theme?: "DARK" | "LIGHT" | "DEFAULT";
    mode?: "video-and-audio" | "audio";
    /** 854×480, 1280×720, 1920×1080, 2560×1440. */
    quality?: "low" | "med" | "high" | "ultra";
    orientation?: "landscape" | "portrait";
    recording?: {
        enabled: boolean;
    };
};

export type CreateRoomBody = {
    /** Your id for the room: 1–128 characters, without `/`, `?`, `#` and control characters, not `.` or `..`. */
    customRoomId?: string;
    /** Old name of `geoFence`; ignored. */
    region?: string;
    geoFence?: "us001" | "us002" | "uk001" | "eu001" | "uae001" | "in001" | "in002" | "in003" | "sg001" | "sg002" | "aus001" | "dev1";
    webhook?: RoomWebhook;
    autoCloseConfig?: AutoCloseConfig;
    autoStartConfig?: AutoStartConfig;
    multiComposition?: MultiComposition;
    allowedParticipantIds?: (string)[];
};

export type DeactivateRoomBody = {
    roomId: string;
};

/** The disabled room. `meetingId` and `userMeetingId` are older names of its ids. */
export type DeactivatedRoom = {
    /** Room address, `xxxx-xxxx-xxxx`. */
    roomId: string;
    customRoomId: string | null;
    /** 24 hexadecimal characters. */
    userId: string;
    disabled: boolean;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
    user: User;
    /** 24 hexadecimal characters. */
    id: string;
    links: Links;
    geoFence: string | null;
    webhook: RoomWebhook | null;
    autoCloseConfig: AutoCloseConfig | null;
    autoStartConfig: AutoStartConfig | null;
    multiComposition: MultiComposition | null;
    allowedParticipantIds: (string)[];
    /** Room address, `xxxx-xxxx-xxxx`. */
    meetingId: string;
    userMeetingId: string | null;
};

export type Delivery = {
    /** Also the `webhook-id` header; the same on every attempt. */
    id: string;
    event: string;
    /** Without credentials, query and fragment, which may contain secrets. */
    url: string;
    roomId: string | null;
    sessionId: string | null;
    state: "pending" | "delivered" | "failed" | "disabled" | "refused";
    /** Oldest first; the last 50. */
    attempts: (DeliveryAttempt)[];
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** Earliest time of the next attempt. Null if there is none, or if an earlier message goes first. */
    nextAttemptAt: string | null;
    /** The message: `webhookType` and `data`. */
    body: unknown;
};

export type DeliveryAttempt = {
    /** ISO 8601, UTC, milliseconds. */
    at: string;
    /** HTTP status; null if there was no answer. */
    status: number | null;
    /** What went wrong; null if it was delivered. */
    error: string | null;
    /** ms. */
    duration: number;
};

export type DeliveryPage = {
    pageInfo: PageInfo;
    data: (Delivery)[];
};

export type DetailedParticipant = {
    /** 24 hexadecimal characters. */
    _id: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    name: string;
    /** One entry per stay: a join, a return after more than 30 s, or a takeover. */
    timelog: (Span)[];
    /** When each was on and not muted. */
    events: {
        mic: (Span)[];
        webcam: (Span)[];
        screenShare: (Span)[];
        screenShareAudio: (Span)[];
    };
    mode: string;
    changeModeHistory: ({
        /** 24 hexadecimal characters. */
        _id: string;
        mode: string;
        /** ISO 8601, UTC, milliseconds. */
        timelog: string;
    })[];
    deviceInfo: DeviceInfo;
    geoLocation: GeoLocation;
    /** Why the participant last left; null during the session. */
    leaveReason: LeaveReason | null;
};

export type DeviceInfo = {
    sdkType: string;
    sdkVersion: string;
    /** `desktop`, `mobile`, `tablet`. */
    platform: string;
    browserUserAgent: {
        browser: {
            name: string;
            version: string;
        };
        os: {
            name: string;
            version: string;
        };
        platform: {
            type: string;
        };
    };
};

export type EndSessionBody = {
    /** `roomId` or `customRoomId`. */
    roomId?: string;
    sessionId?: string;
    /** Accepted and ignored: a session always ends at once. */
    vsdkForceKill?: boolean;
    /** Return a session that has already ended instead of an error. */
    ignoreClosed?: boolean;
};

export type EntryRequest = {
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    name: string;
    /** ISO 8601, UTC, milliseconds. */
    requestedAt: string;
};

export type EntryRequests = {
    data: (EntryRequest)[];
};

export type GeoLocation = {
    city: string;
    region: string;
    country: string;
};

export type GetLivestreamQuery = {
    /** Show complete stream keys and URLs. Needs a token with `allow_mod` that names no participant. */
    withStreamKeys?: boolean;
};

export type Health = {
    status: "ok";
};

export type HlsFailedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** What went wrong. */
    reason: string;
    start: string | null;
    end: string | null;
    /** Why, for programs; `reason` has the words. */
    reasonCode: "TARGET_UNREACHABLE" | "TARGET_UNTRUSTED" | "TARGET_REFUSED" | "TARGET_INVALID" | "DISK_FULL" | "OTHER";
};

export type HlsPage = {
    pageInfo: PageInfo;
    data: (HlsStream)[];
};

export type HlsPlayableEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** Live, with everything since the start. */
    playbackHlsUrl: string;
    /** Older name of `playbackHlsUrl`. */
    downstreamUrl: string;
    /** Live only. */
    livestreamUrl: string;
};

export type HlsStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** Live, with everything since the start. */
    playbackHlsUrl: string;
    /** Older name of `playbackHlsUrl`. */
    downstreamUrl: string;
};

export type HlsStartingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type HlsStoppedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    /** Why it ended. */
    reason: string;
    /** Live, with everything since the start. */
    playbackHlsUrl: string;
    /** Older name of `playbackHlsUrl`. */
    downstreamUrl: string;
};

export type HlsStoppingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type HlsStream = {
    /** 24 hexadecimal characters. */
    id: string;
    /** The same as `id`. */
    composerId: string;
    roomId: string;
    /** The same as `roomId`. */
    meetingId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    status: "STARTING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";
    error: string | null;
    start: string | null;
    end: string | null;
    /** Seconds; until now if it is running. */
    duration: number;
    mode: "video-and-audio" | "audio";
    quality: "low" | "med" | "high" | "ultra";
    orientation: "landscape" | "portrait";
    config: CompositionConfig | null;
    /** Always empty. */
    captureLog: (unknown)[];
    /** Always empty. */
    encryption: {
    };
    webhook: WebhookSummary;
    links: Links;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
    /** Live, with everything since the start; the whole stream when it is over. */
    playbackHlsUrl: string;
    /** Live only. */
    livestreamUrl: string;
    /** Older name of `playbackHlsUrl`. */
    downstreamUrl: string;
};

export type KeyStorageBody = {
    /** Amazon S3 or a compatible store. */
    type: "s3";
    /** Address of the store, for example `https://minio.example.com`; leave it out for Amazon S3. */
    endpoint?: string;
    /** Most stores accept any region, for example `us-east-1`. */
    region: string;
    /** 3–63 lower-case letters, digits, `.` and `-`. */
    bucket: string;
    /** Folder in the bucket for all files. */
    prefix?: string;
    accessKeyId: string;
    secretAccessKey: string;
    /** Put the bucket into the path instead of the host name. Default: true with an `endpoint`, false without. */
    forcePathStyle?: boolean;
};

export type KeyStorageView = {
    type: "s3";
    /** Null for Amazon S3. */
    endpoint: string | null;
    /** Most stores accept any region, for example `us-east-1`. */
    region: string;
    /** 3–63 lower-case letters, digits, `.` and `-`. */
    bucket: string;
    /** Without a slash at either end; may be empty. */
    prefix: string;
    accessKeyId: string;
    forcePathStyle: boolean;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
};

export type Layout = {
    type?: "GRID" | "SPOTLIGHT" | "SIDEBAR";
    priority?: "SPEAKER" | "PIN";
    /** Most tiles of a grid. */
    gridSize?: number;
};

export type LeaveReason = {
    code: number;
    message: string;
};

export type Links = {
    get_room: string;
    get_session: string;
};

export type ListDeliveriesQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    /** Exact name, a prefix such as `session-*`, or `*`. */
    event?: string;
    state?: "pending" | "delivered" | "failed" | "disabled" | "refused";
    /** `roomId` of the room. */
    roomId?: string;
    sessionId?: string;
    /** Exactly the endpoint, ignoring its query. */
    url?: string;
};

export type ListHlsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    roomId?: string;
    sessionId?: string;
    /** Exactly a `roomId` or a `customRoomId`. */
    query?: string;
};

export type ListLivestreamsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    roomId?: string;
    sessionId?: string;
    /** Exactly a `roomId` or a `customRoomId`. */
    query?: string;
};

export type ListParticipantRecordingsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    roomId?: string;
    sessionId?: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId?: string;
};

export type ListRecordingsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    roomId?: string;
    sessionId?: string;
    /** Exactly a `roomId` or a `customRoomId`. */
    query?: string;
    /** Accepted and ignored: there are no transcriptions. */
    withTranscription?: boolean;
};

export type ListRoomsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    /** Exactly a `roomId` or a `customRoomId`. */
    query?: string;
};

export type ListSessionsQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
    roomId?: string;
    customRoomId?: string;
    /** Exactly a `roomId` or a `customRoomId`. */
    query?: string;
    status?: "ongoing" | "ended";
    /** Sessions that started at this time or later, epoch ms. */
    startDate?: number;
    /** Sessions that started at this time or earlier, epoch ms. */
    endDate?: number;
    /** Owner of the sessions: `userId` of a room. */
    userId?: string;
};

export type Livestream = {
    /** 24 hexadecimal characters. */
    id: string;
    /** The same as `id`. */
    composerId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    status: "STARTING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";
    error: string | null;
    outputs: (LivestreamOutputState)[];
    start: string | null;
    end: string | null;
    region: string;
    config: CompositionConfig | null;
    webhook: WebhookSummary;
    links: Links;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
};

export type LivestreamFailedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** What went wrong. */
    reason: string;
    start: string | null;
    end: string | null;
    /** Why, for programs; `reason` has the words. */
    reasonCode: "TARGET_UNREACHABLE" | "TARGET_UNTRUSTED" | "TARGET_REFUSED" | "TARGET_INVALID" | "DISK_FULL" | "OTHER";
    /** The output that failed, if the others continue; without its stream key. */
    output?: {
        id: string;
        url: string;
    };
};

export type LivestreamOutput = {
    /** `rtmp://host[:port]/application` or `rtmps://…`, without the stream key. */
    url: string;
    /** A secret: answers only have its masked form. */
    streamKey: string;
};

export type LivestreamOutputState = {
    /** 24 hexadecimal characters. */
    id: string;
    /** Without its query. */
    url: string;
    /** Masked, unless you ask for it with `withStreamKeys`. */
    streamKey: string;
    status: "CONNECTING" | "PUBLISHING" | "RECONNECTING" | "FAILED" | "STOPPED";
    reason: string | null;
    start: string | null;
    end: string | null;
};

export type LivestreamPage = {
    pageInfo: PageInfo;
    data: (Livestream)[];
};

export type LivestreamStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
};

export type LivestreamStartingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type LivestreamStoppedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    /** Why it ended. */
    reason: string;
};

export type LivestreamStoppingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type MultiComposition = {
    recording?: boolean;
    hls?: boolean;
    rtmp?: boolean;
};

export type OnFailure = {
    /** End the session. */
    action: "close-room";
    /** Seconds from the failure to the action. */
    waitTime?: number;
};

export type PageInfo = {
    currentPage: number;
    perPage: number;
    /** 1 if the list is empty. */
    lastPage: number;
    total: number;
};

export type PageQuery = {
    /** Page, from 1. */
    page?: number;
    /** Rows on a page. */
    perPage?: number;
};

export type ParticipantJoinedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    participantId: string;
    participantName: string;
    /** ISO 8601, UTC, milliseconds. */
    joinedAt: string;
};

export type ParticipantLeftEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    participantId: string;
    participantName: string;
    /** ISO 8601, UTC, milliseconds. */
    joinedAt: string;
    /** ISO 8601, UTC, milliseconds. */
    leftAt: string;
    /** Seconds of this stay. */
    duration: number;
    reason: LeaveReason;
};

export type ParticipantRecording = {
    /** 24 hexadecimal characters. */
    id: string;
    /** 24 hexadecimal characters. */
    userId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** `STOPPED` once the file is in the storage. */
    status: "STARTING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";
    error: string | null;
    start: string | null;
    end: string | null;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
    webhook: WebhookSummary;
    links: Links;
    participantId: string;
    participantName: string;
    kind: "audio_video" | "audio" | "video" | "screen_audio" | "screen_video";
    mode: "participant" | "track";
    /** The requested format; `files[].meta.format` has the actual one. */
    fileFormat: string;
    region: string;
    metadata: Record<string, unknown> | null;
    files: (RecordedFile)[];
};

export type ParticipantRecordingFailedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** What went wrong. */
    reason: string;
    start: string | null;
    end: string | null;
    participantId: string;
    participantName: string;
    fileFormat: string;
};

export type ParticipantRecordingPage = {
    pageInfo: PageInfo;
    data: (ParticipantRecording)[];
};

export type ParticipantRecordingStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
};

export type ParticipantRecordingStartingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
};

export type ParticipantRecordingStoppedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    /** Why it ended. */
    reason: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
    fileDetails: ({
        filePath: string;
        fileUrl: string | null;
    })[];
};

export type ParticipantRecordingStoppingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
};

export type ParticipantStats = {
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** Room address, `xxxx-xxxx-xxxx`. */
    meetingId: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    participantName: string;
    deviceInfo: {
        deviceName: string;
        deviceVersion: string;
    };
    sdkInfo: {
        sdkName: string;
        sdkVersion: string;
    };
    location: {
        country: string;
        city: string;
        region: string;
    };
    network: {
        asn: string;
        org: string;
    };
    stats: (QualitySample)[];
    resolutionUsage: (ResolutionUsage)[];
};

export type ParticipantTrackRecordingFailedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** What went wrong. */
    reason: string;
    start: string | null;
    end: string | null;
    participantId: string;
    participantName: string;
    fileFormat: string;
    kind: string;
};

export type ParticipantTrackRecordingStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
    kind: string;
};

export type ParticipantTrackRecordingStartingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
    kind: string;
};

export type ParticipantTrackRecordingStoppedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    /** Why it ended. */
    reason: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
    kind: string;
    fileDetails: ({
        filePath: string;
        fileUrl: string | null;
    })[];
};

export type ParticipantTrackRecordingStoppingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    participantId: string;
    participantName: string;
    fileFormat: string;
    kind: string;
};

export type QualitySample = {
    /** ISO 8601, UTC, milliseconds. */
    time: string;
    recvAudioPacketLost: number;
    recvVideoPacketLost: number;
    sendAudioPacketLost: number;
    sendVideoPacketLost: number;
    averageAudioRtt: number;
    averageVideoRtt: number;
    averageAudioJitter: number;
    averageVideoJitter: number;
    averageSendAudioBitrate: number;
    averageSendVideoBitrate: number;
    averageRecvAudioBitrate: number;
    averageRecvVideoBitrate: number;
    qualityScore: {
        /** 1 (bad) to 5 (excellent); 0 if there was nothing to rate. */
        audio: number;
        /** 1 (bad) to 5 (excellent); 0 if there was nothing to rate. */
        video: number;
    };
};

export type Readiness = {
    ready: boolean;
    /** Each part: `ok`, or its problem in a word or two. The log has the details. */
    checks: Record<string, string>;
};

export type RecordedFile = {
    /** 24 hexadecimal characters. */
    id: string;
    /** 24 hexadecimal characters. */
    _id: string;
    meta: {
        resolution?: {
            width: number;
            height: number;
        };
        /** mp4, webm, mp3 or m3u8. */
        format: string;
        /** Seconds. */
        duration: number;
    };
    /** Path in the storage. */
    filePath: string;
    fileUrl: string | null;
    /** Bytes. */
    size: number;
    type: "video" | "audio" | "index";
    userStorage: string | null;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
};

export type Recording = {
    /** 24 hexadecimal characters. */
    id: string;
    /** 24 hexadecimal characters. */
    userId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** `STOPPED` once the file is in the storage. */
    status: "STARTING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";
    error: string | null;
    start: string | null;
    end: string | null;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
    webhook: WebhookSummary;
    links: Links;
    fileId: string | null;
    file: RecordedFile | null;
    config: CompositionConfig | null;
};

export type RecordingFailedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** What went wrong. */
    reason: string;
    start: string | null;
    end: string | null;
};

export type RecordingPage = {
    pageInfo: PageInfo;
    data: (Recording)[];
};

export type RecordingStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
};

export type RecordingStartingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type RecordingStoppedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    /** Why it ended. */
    reason: string;
    filePath: string;
    fileUrl: string | null;
};

export type RecordingStoppingEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** 24 hexadecimal characters. */
    id: string;
};

export type RemoveParticipantBody = {
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    /** `roomId` or `customRoomId`. */
    roomId?: string;
    sessionId?: string;
};

export type ResolutionUsage = {
    180: number;
    360: number;
    720: number;
    1080: number;
    1440: number;
    2160: number;
    /** ISO 8601, UTC, milliseconds. */
    time: string;
};

/** A room. */
export type Room = {
    /** Room address, `xxxx-xxxx-xxxx`. */
    roomId: string;
    customRoomId: string | null;
    /** 24 hexadecimal characters. */
    userId: string;
    disabled: boolean;
    /** ISO 8601, UTC, milliseconds. */
    createdAt: string;
    /** ISO 8601, UTC, milliseconds. */
    updatedAt: string;
    user: User;
    /** 24 hexadecimal characters. */
    id: string;
    links: Links;
    geoFence: string | null;
    webhook: RoomWebhook | null;
    autoCloseConfig: AutoCloseConfig | null;
    autoStartConfig: AutoStartConfig | null;
    multiComposition: MultiComposition | null;
    allowedParticipantIds: (string)[];
};

export type RoomCaptures = {
    /** Recordings and streams of the room that are running, oldest first. */
    captures: ({
        capture: "recording" | "livestream" | "hls";
        status: "STARTING" | "STARTED" | "PLAYABLE" | "STOPPING" | "STOPPED";
    })[];
};

export type RoomPage = {
    pageInfo: PageInfo;
    data: (Room)[];
};

export type RoomWebhook = {
    /** http or https URL without credentials, at most 512 characters. */
    endPoint: string;
    /** Event names, prefixes such as `recording-*`, or `*`. */
    events: (string)[];
};

export type RsaPublicKey = {
    /** PEM. */
    publicKey: string;
};

export type Session = {
    /** 24 hexadecimal characters. */
    id: string;
    /** 24 hexadecimal characters. */
    _id: string;
    /** 24 hexadecimal characters. */
    userId: string;
    /** Room address, `xxxx-xxxx-xxxx`. */
    roomId: string;
    customRoomId: string | null;
    /** Room address, `xxxx-xxxx-xxxx`. */
    meetingId: string;
    userMeetingId: string | null;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    end: string | null;
    status: "ongoing" | "ended";
    links: {
        get_room: string;
        get_session: string;
        get_all_participants: string;
    };
    /** Always `unknown`: this server has no regions. */
    region: string;
    participants: (SessionParticipant)[];
    /** Seconds from start to end, or until now. */
    activeDuration: number;
    /** `LAST_PARTICIPANT_LEFT`, `MEETING_END_API`, `REMOVE_ALL` (by a moderator), `AUTO_CLOSE`, `ROOM_CLOSE`, `KEY_REVOKED`, `SERVER_SHUTDOWN`, `SERVER_FAILURE`; null while it runs. */
    endReason: string | null;
    /** Link to the chat as CSV, valid for a day without a token; null if there was no chat. */
    chatLink: string | null;
    recordingLog: (Span)[];
    hlsLog: (Span)[];
};

export type SessionEndedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    /** ISO 8601, UTC, milliseconds. */
    end: string;
    /** Seconds. */
    duration: number;
    reason: string;
};

export type SessionPage = {
    pageInfo: PageInfo;
    data: (Session)[];
};

export type SessionParticipant = {
    /** 24 hexadecimal characters. */
    _id: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    name: string;
    /** One entry per stay: a join, a return after more than 30 s, or a takeover. */
    timelog: (Span)[];
};

export type SessionStartedEvent = {
    meetingId: string;
    roomId: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
};

export type SessionStats = {
    /** 24 hexadecimal characters. */
    sessionId: string;
    /** Room address, `xxxx-xxxx-xxxx`. */
    meetingId: string;
    stats: (QualitySample)[];
};

export type Span = {
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    end: string | null;
};

export type StartHlsBody = {
    roomId: string;
    /** http or https URL of a web page. */
    templateUrl?: string;
    transcription?: TranscriptionConfig;
    config?: CompositionConfig;
    /** Older place of `transcription.summary`; accepted. */
    summary?: {
        enabled: boolean;
        prompt?: string;
    };
    /** Receives every event of this stream, in addition to the webhook of the room. */
    webhookUrl?: string;
    /** The same as `config.recording`. */
    recording?: {
        enabled?: boolean;
    };
    /** Accepted and ignored: this server has no resource pools. */
    resourceId?: string;
};

export type StartLivestreamBody = {
    roomId: string;
    outputs: (LivestreamOutput)[];
    /** http or https URL of a web page. */
    templateUrl?: string;
    transcription?: TranscriptionConfig;
    config?: CompositionConfig;
    /** Receives every event of this livestream, in addition to the webhook of the room. */
    webhookUrl?: string;
    /** Accepted and ignored: this server has no resource pools. */
    resourceId?: string;
};

export type StartParticipantRecordingBody = {
    roomId: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    /** `webm` is copied, `mp4` and `m3u8` are encoded. `m3u8` is a playlist with its segments next to it. */
    fileFormat?: "mp4" | "webm" | "m3u8";
    /** Receives every event of this recording, in addition to the webhook of the room. */
    webhookUrl?: string;
    /** Folder in the storage, with `/` between names and without `..`. */
    bucketDirPath?: string;
    /** Stored and returned with the recording; at most 8 KB of JSON. */
    metadata?: Record<string, unknown>;
};

export type StartRecordingBody = {
    roomId: string;
    /** http or https URL of a web page. */
    templateUrl?: string;
    transcription?: TranscriptionConfig;
    config?: CompositionConfig;
    /** Receives every event of this recording, in addition to the webhook of the room. */
    webhookUrl?: string;
    /** Folder in the storage, with `/` between names and without `..`. */
    awsDirPath?: string;
    /** http or https URL to which the server sends the file with PUT. */
    preSignedUrl?: string;
    fileFormat?: "mp4" | "webm";
    onFailure?: OnFailure;
    /** Accepted and ignored: this server has no resource pools. */
    resourceId?: string;
};

export type StartTrackRecordingBody = {
    roomId: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    kind: "audio" | "video" | "screen_audio" | "screen_video";
    /** The server does not encode again: the container follows the codec (MP4 for H.264, otherwise WebM). `mp3` and `m3u8` are for sound. */
    fileFormat?: "mp4" | "webm" | "m3u8" | "mp3";
    /** Receives every event of this recording, in addition to the webhook of the room. */
    webhookUrl?: string;
    /** Folder in the storage, with `/` between names and without `..`. */
    bucketDirPath?: string;
};

export type StartedHls = {
    /** 24 hexadecimal characters. */
    id: string;
    /** 24 hexadecimal characters. */
    sessionId: string;
    roomId: string;
    /** ISO 8601, UTC, milliseconds. */
    start: string;
    links: Links;
    /** Live, with everything since the start; the whole stream when it is over. */
    playbackHlsUrl: string;
    /** Live only. */
    livestreamUrl: string;
    /** Older name of `playbackHlsUrl`. */
    downstreamUrl: string;
};

export type StopHlsBody = {
    roomId: string;
    /** 24 hexadecimal characters. */
    id?: string;
};

export type StopLivestreamBody = {
    roomId: string;
    /** 24 hexadecimal characters. */
    id?: string;
};

export type StopParticipantRecordingBody = {
    roomId: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
};

export type StopRecordingBody = {
    roomId: string;
    /** One recording, if several run; without it, all. */
    id?: string;
};

export type StopTrackRecordingBody = {
    roomId: string;
    /** 1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;; not `.` or `..`. */
    participantId: string;
    kind: "audio" | "video" | "screen_audio" | "screen_video";
};

export type StorageDeleted = {
    message: string;
};

export type TranscriptionConfig = {
    enabled: boolean;
    summary?: {
        enabled: boolean;
        prompt?: string;
    };
    language?: string;
};

export type User = {
    id: string;
    name: string;
    email: string;
    discontinuedReason: null;
};

export type WebhookSecret = {
    /** `whsec_` and 32 random bytes in base64. */
    secret: string;
    /** Until then, the previous secret also signs; null if there is none. */
    previousUntil: string | null;
};

export type WebhookSummary = {
    totalCount: number;
    successCount: number;
    data: ({
        type: string;
        success: boolean;
    })[];
};
