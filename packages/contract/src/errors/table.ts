/** One row of the error table: what went wrong, in the words of the API, and what the caller can do. */
export interface ErrorRow {
	/** Numeric code; VideoSDK's where it has one (SDK `Errors`), else ours from 6000 on. */
	readonly code: number;
	/** HTTP status of the REST answer. */
	readonly status: number;
	/** The message without details. */
	readonly message: string;
	/** What to do about it. */
	readonly hint: string;
	/** Seconds after which the same request may succeed, where the state of the server is the reason. */
	readonly retryAfter?: number;
}

const row = (code: number, status: number, message: string, hint: string, retryAfter?: number): ErrorRow => ({
	code,
	status,
	message,
	hint,
	...(retryAfter === undefined ? {} : { retryAfter }),
});

/**
 * Every error that Roomcast answers, over REST, over signalling and in webhooks. `docs/errors.md` mirrors it, and a
 * test fails when it does not.
 */
export const ERRORS = {
	// Who is asking
	INVALID_API_KEY: row(
		4001,
		401,
		'Token is invalid or expired',
		'Sign the token with a key of this server. `roomcast keys list` shows them.',
	),
	INVALID_TOKEN: row(4002, 401, 'Token is invalid or expired', 'Mint a new token. The details say which rule failed.'),
	INVALID_PERMISSIONS: row(
		4008,
		403,
		'The permissions of this token do not allow this',
		'Give the token the permission that the details name.',
	),
	UNAUTHORIZED_MEETING_ID: row(
		4022,
		403,
		'This token is for another room',
		'Use a token without `roomId`, or with the `roomId` of this room.',
	),
	UNAUTHORIZED_PARTCIPANT_ID: row(
		4023,
		403,
		'This token is for another participant',
		'Use a token without `participantId`, or join as the participant that it names.',
	),
	UNAUTHORIZED_ROLE: row(
		4024,
		403,
		'The roles of this token do not allow this',
		'Use the role `crawler` for REST, `rtc` for joining, or no roles for both.',
	),
	APIKEY_DEACTIVATED: row(
		4053,
		401,
		'Token is invalid or expired',
		'The API key was revoked. Create another one with `roomcast keys create`.',
	),

	// Rooms and sessions
	INVALID_MEETING_ID: row(4003, 404, 'Room not found', 'Create the room first with `POST /v2/rooms`.'),
	MEETING_ID_DISABLED: row(
		4052,
		403,
		'This room was deactivated',
		'You cannot reopen a deactivated room. Create another one.',
	),
	ROOM_NOT_RESOLVED: row(6003, 402, 'Room not found', 'Use the `roomId`, not an `id` or a `customRoomId`.'),
	ROOM_NOT_VALID: row(6004, 400, 'Room not found.', 'This API key has no room with that `roomId` or `customRoomId`.'),
	ROOM_ID_NOT_VALID: row(
		6013,
		400,
		'RoomId is invalid.',
		'A `roomId` looks like `abcd-efgh-ijkl`; a `customRoomId` has 1–128 characters without `/`, `?`, `#`.',
	),
	INVALID_PARTICIPANT_ID: row(
		4004,
		400,
		'Participant id is not valid',
		"Use 1–64 letters, digits and `. _ ~ @ : | = + - ! $ & ' ( ) * , ;`.",
	),
	DUPLICATE_PARTICIPANT: row(
		4005,
		409,
		'Somebody else has this participant id',
		'Use a different `participantId` for each person. To take over your own place, send its `resumeToken` or ticket, the same token, or a token that names the participant.',
	),
	PARTICIPANT_REMOVED: row(
		6060,
		403,
		'This participant was removed from the session',
		'The participant stays out until the session ends. With an `ask_join` token, they can ask to be let in again.',
	),
	MAX_PARTCIPANT_REACHED: row(
		4009,
		403,
		'The room is full',
		'Wait until somebody leaves, or increase `ROOMCAST_MAX_PARTICIPANTS`.',
	),
	UNAUTHORIZED_REQUEST: row(
		4025,
		403,
		'This participant may not join this room',
		'Add the participant to the `allowedParticipantIds` of the room.',
	),
	SESSION_NOT_FOUND: row(6005, 404, 'Session not found', 'Find the session with `GET /v2/sessions`.'),
	PARTICIPANT_NOT_FOUND: row(
		6006,
		404,
		'Participant not found',
		'Find the participant with `GET /v2/sessions/{sessionId}/participants`.',
	),
	SESSION_ELSEWHERE: row(
		6046,
		503,
		'The server that has the session cannot be reached',
		'Try again: another server takes the session over when its own has died. Servers that share a database need `ROOMCAST_NATS_URL` to reach each other.',
		2,
	),
	E2EE_REQUIRED: row(
		6090,
		409,
		'This session is end-to-end encrypted',
		'Join with a key: set an `ExternalE2EEKeyProvider` before `initMeeting`. Encoders and server-side participants cannot join.',
	),
	E2EE_NOT_ENABLED: row(
		6091,
		409,
		'This session is not end-to-end encrypted',
		'Its first participant joined without encryption. Join without a key provider, or use another room.',
	),
	E2EE_NOT_SUPPORTED: row(
		6092,
		409,
		'The server cannot do this in an end-to-end encrypted session',
		'The server has no key, and sees no media. Use a room without end-to-end encryption for recordings, streams and WHIP.',
	),
	REMOVE_PARTICIPANT_FAILED: row(4066, 403, 'The participant could not be removed', 'The details say why.'),
	CHANGE_MODE_FAILED: row(4065, 403, 'The mode could not be changed', 'The details say why.'),
	RESPOND_ENTRY_FAILED: row(
		4059,
		409,
		'The entry request could not be answered',
		'Somebody else answered it, or the guest is gone.',
	),

	// Recordings
	START_RECORDING_FAILED: row(4011, 409, 'The recording could not be started', 'The details say why.'),
	STOP_RECORDING_FAILED: row(4012, 409, 'The recording could not be stopped', 'The details say why.'),
	PREV_RECORDING_PROCESSING: row(
		4018,
		409,
		'A recording of this room is already running',
		'End it first, or create the room with `multiComposition.recording`.',
	),
	START_PARTICIPANT_RECORDING_FAILED: row(
		4035,
		409,
		'The participant recording could not be started',
		'The details say why.',
	),
	STOP_PARTICIPANT_RECORDING_FAILED: row(
		4036,
		409,
		'The participant recording could not be stopped',
		'The details say why.',
	),
	START_TRACK_RECORDING_FAILED: row(4037, 409, 'The track recording could not be started', 'The details say why.'),
	STOP_TRACK_RECORDING_FAILED: row(4038, 409, 'The track recording could not be stopped', 'The details say why.'),
	RECORDING_NOT_FOUND: row(6040, 404, 'Recording not found', 'Find the recording with `GET /v2/recordings`.'),

	// Livestreams
	START_LIVESTREAM_FAILED: row(4013, 409, 'The livestream could not be started', 'The details say why.'),
	STOP_LIVESTREAM_FAILED: row(4014, 409, 'The livestream could not be stopped', 'The details say why.'),
	INVALID_LIVESTREAM_CONFIG: row(
		4015,
		400,
		'An output of the livestream cannot be used',
		'Check the URL and the stream key of the output that the details name.',
	),
	START_HLS_FAILED: row(4016, 409, 'HLS could not be started', 'The details say why.'),
	STOP_HLS_FAILED: row(4017, 409, 'HLS could not be stopped', 'The details say why.'),
	PREV_RTMP_RECORDING_PROCESSING: row(
		4019,
		409,
		'A livestream of this room is already running',
		'End it first, add outputs to it, or create the room with `multiComposition.rtmp`.',
	),
	PREV_HLS_STREAMING_PROCESSING: row(
		4020,
		409,
		'HLS of this room is already running',
		'End it first, or create the room with `multiComposition.hls`.',
	),
	LIVESTREAM_NOT_FOUND: row(6041, 404, 'Livestream not found', 'Find the livestream with `GET /v2/livestreams`.'),
	CAPTURE_HLS_FAILED: row(6043, 409, 'The picture of the stream could not be taken', 'The details say why.'),
	HLS_NOT_FOUND: row(6042, 404, 'HLS stream not found', 'Find the stream with `GET /v2/hls`.'),

	// Publishing by WHIP
	WHIP_SESSION_NOT_FOUND: row(6044, 404, 'There is no such publisher', 'The publisher has left. Publish again.'),
	WHIP_SESSION_CHANGED: row(6045, 412, 'The ICE session has changed', 'Use the `ETag` of the latest answer.'),

	// Files and storages
	FILE_LINK_INVALID: row(
		6050,
		403,
		'This link was not made by this server',
		'Use the complete `fileUrl` with its query. Fetch the recording to get a new one.',
	),
	FILE_LINK_EXPIRED: row(6051, 410, 'This link has expired', 'Fetch the recording to get a new `fileUrl`.'),
	KEY_REVOKED: row(
		6056,
		403,
		'The API key that this belongs to was revoked',
		'Links and streams of a revoked key do not work. The files are still in the storage.',
	),
	FILE_NOT_FOUND: row(6052, 404, 'The file does not exist', 'It was deleted, or is on another server.'),
	FILE_RANGE_INVALID: row(
		6053,
		416,
		'The file has no such range',
		'Request bytes within its size, which `Content-Range` has.',
	),
	STORAGE_NOT_USABLE: row(
		6054,
		400,
		'The storage does not work',
		'Nothing has changed. The details say what the server tried and what the store answered.',
	),
	STORAGE_NOT_SET: row(
		6055,
		404,
		'This API key has no separate storage',
		'Its recordings go to the storage of the server. Set another one with `PUT /v2/storage`.',
	),

	// Webhooks
	DELIVERY_NOT_FOUND: row(
		6030,
		404,
		'Webhook delivery not found',
		'Find the delivery with `GET /v2/webhooks/deliveries`. The server keeps deliveries for 30 days.',
	),

	// Media
	CREATE_CONSUMER_FAILED: row(
		4050,
		409,
		'The stream cannot be received',
		'The stream has ended, or this browser does not support its codec.',
	),
	CODEC_NOT_SUPPORTED: row(
		4051,
		400,
		'The codec is not supported',
		'Use Opus for audio and VP8, VP9, H.264 or AV1 for video.',
	),
	MEDIA_NOT_AVAILABLE: row(
		6010,
		409,
		'There is no such media object',
		'It was closed. Use the objects that the server has announced since.',
	),
	ACTION_NOT_SUPPORTED_IN_MODE: row(
		6011,
		403,
		'The mode of this participant does not allow this',
		'Change the mode to `SEND_AND_RECV` first.',
	),
	MEDIA_SERVER_UNAVAILABLE: row(
		6012,
		503,
		'No media worker is running',
		'Try again in a moment. If the problem persists, check `/readyz` and the log.',
		2,
	),

	// The connection
	NOT_JOINED: row(6020, 409, 'Join first', 'Send `join` or `resume` before any other request.'),
	ALREADY_JOINED: row(
		6021,
		409,
		'This connection has already joined',
		'Open another connection for another participant.',
	),
	RESUME_FAILED: row(6022, 409, 'The session of this connection is over', 'Join again.'),
	UNKNOWN_METHOD: row(6023, 400, 'There is no such request', 'docs/signalling.md lists all requests.'),
	BAD_MESSAGE: row(6024, 400, 'The message is not valid', 'The details name the field.'),
	PAYLOAD_TOO_LARGE: row(3072, 413, 'The message is too large', 'The details name the limit.'),
	TOO_MANY_REQUESTS: row(6025, 429, 'Too many requests', 'Wait for the number of seconds in `Retry-After`.'),
	REQUEST_TIMEOUT: row(6026, 408, 'The request did not arrive in time', 'Send it again. The details name the setting.'),
	FAILED_TO_SET_VALUE: row(4045, 400, 'The value could not be stored', 'The details say why.'),
	FAILED_TO_GET_VALUE: row(4046, 400, 'The value could not be read', 'The details say why.'),
	PUBSUB_PUBLISH_FAILED: row(4087, 400, 'The message could not be published', 'The details say why.'),
	PUBSUB_SUBSCRIBE_FAILED: row(4088, 400, 'The topic could not be subscribed', 'The details say why.'),

	// The request
	VALIDATION_FAILED: row(
		6000,
		400,
		'The request is not valid',
		'The details name the field, its value and what is allowed.',
	),
	NOT_FOUND: row(6001, 404, 'There is nothing at this path', 'The API reference at `/docs` lists every path.'),
	METHOD_NOT_ALLOWED: row(6002, 405, 'This path does not support this method', 'The `Allow` header lists the methods.'),
	FEATURE_NOT_SUPPORTED: row(
		6014,
		501,
		'This server does not have this feature',
		'The API reference at `/docs` lists every path.',
	),
	UNSUPPORTED_MEDIA_TYPE: row(6007, 415, 'The body is not JSON', 'Send `Content-Type: application/json`.'),
	DEVELOPMENT_ONLY: row(
		6008,
		403,
		'Only pages of this server get development tokens',
		'Mint tokens on your own server. See docs/tokens.md.',
	),
	INVITATIONS_OFF: row(
		6080,
		403,
		'Invitations are off on this server',
		'It was started with `ROOMCAST_INVITATIONS=false`. Mint tokens on your own server. See docs/tokens.md.',
	),
	SHUTTING_DOWN: row(
		6009,
		503,
		'The server is shutting down',
		'Connect to another server, or try again in a moment.',
		5,
	),
	DATABASE_UNAVAILABLE: row(
		6070,
		503,
		'The server cannot reach its database',
		'Nothing has changed, and running calls continue. Try again in a moment. If the problem persists, check `/readyz` and the log.',
		2,
	),
	DISK_FULL: row(
		6071,
		503,
		'The disk of the server is full',
		'Nothing has changed, and running calls continue. Free some space, then try again. You do not have to restart the server.',
		10,
	),
	SOMETHING_WENT_WRONG: row(5000, 500, 'Something went wrong', 'Look for the request id in the log of the server.'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorName = keyof typeof ERRORS;
