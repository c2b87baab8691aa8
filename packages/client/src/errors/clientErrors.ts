import { ERRORS, type ErrorName } from '@roomcast/contract/errors/table';

/** One client-side error: its number in the SDK's list and what it says. */
interface ClientErrorRow {
	readonly code: number;
	readonly message: string;
}

const row = (code: number, message: string): ClientErrorRow => ({ code, message });

/** Errors of the server, in its words. */
const refusals = <N extends ErrorName>(...names: N[]) =>
	Object.fromEntries(names.map((name): [string, ClientErrorRow] => [name, ERRORS[name]])) as Record<N, ClientErrorRow>;

/**
 * The errors that arise in the browser (3xxx), and those that name what the server refused (4xxx) or what stopped there
 * by itself (5xxx), with the numbers and names of the VideoSDK client SDK. Any other refusal (4xxx, 5xxx, 6xxx) comes as the server words it.
 */
export const CLIENT_ERRORS = {
	ERROR_GET_VIDEO_MEDIA: row(3011, 'The camera could not be opened'),
	ERROR_GET_AUDIO_MEDIA: row(3012, 'The microphone could not be opened'),
	ERROR_GET_DISPLAY_MEDIA: row(3013, 'The screen could not be captured'),
	ERROR_GET_DISPLAY_MEDIA_PERMISSION_DENIED: row(3016, 'Sharing the screen was cancelled or not allowed'),
	ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED: row(3017, 'The browser may not use the camera'),
	ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED: row(3018, 'The browser may not use the microphone'),
	ERROR_CAMERA_PERMISSION_DENIED_BY_OS: row(3019, 'The operating system does not let the browser use the camera'),
	ERROR_MICROPHONE_PERMISSION_DENIED_BY_OS: row(
		3020,
		'The operating system does not let the browser use the microphone',
	),
	ERROR_CAMERA_NOT_FOUND: row(3021, 'No such camera is connected'),
	ERROR_MICROPHONE_NOT_FOUND: row(3022, 'No such microphone is connected'),
	ERROR_CAMERA_IN_USE: row(3023, 'The camera is in use by another program'),
	ERROR_MICROPHONE_IN_USE: row(3024, 'The microphone is in use by another program'),
	ERROR_WEBCAM_TRACK_ENDED: row(3027, 'The camera stopped'),
	ERROR_MICROPHONE_TRACK_ENDED: row(3028, 'The microphone stopped'),
	ERROR_INVALID_CUSTOM_VIDEO_TRACK: row(3029, 'The given stream has no live video track'),
	ERROR_INVALID_CUSTOM_AUDIO_TRACK: row(3030, 'The given stream has no live audio track'),
	ERROR_CUSTOM_VIDEO_TRACK_ENDED: row(3031, 'The given video track ended'),
	ERROR_CUSTOM_AUDIO_TRACK_ENDED: row(3032, 'The given audio track ended'),
	ERROR_CAMERA_ACCESS_UNAVAILABLE: row(3033, 'This page cannot use cameras: it needs HTTPS or localhost'),
	ERROR_MICROPHONE_ACCESS_UNAVAILABLE: row(3034, 'This page cannot use microphones: it needs HTTPS or localhost'),
	ERROR_ACTION_PERFORMED_BEFORE_MEETING_JOINED: row(3035, 'Join the meeting first'),
	ERROR_MEETING_MEDIA_CONNECTION_FAILED: row(
		3044,
		'No media path to the server: a firewall may block it, and no TURN server helped',
	),
	ERROR_VIDEO_PRODUCE_CODEC_NOT_SUPPORTED: row(
		3045,
		'This browser or room does not support the codec, and uses VP8 instead',
	),
	ERROR_UNABLE_TO_JOIN_MEETING: row(3047, 'The meeting could not be joined'),
	ERROR_MEDIA_NOT_READY: row(3048, 'The media connection is not ready'),
	ERROR_WEBCAM_PRODUCE_FAILED: row(3049, 'The camera could not be published'),
	ERROR_NO_WEBCAM_DEVICE_FOUND: row(3051, 'This machine has no camera'),
	ERROR_VIDEO_TRACK_CREATION_FAILED: row(3053, 'The video track could not be created'),
	ERROR_ALREADY_IN_REQUESTED_STATE: row(3054, 'It is already in that state'),
	ERROR_OPERATION_IN_PROGRESS: row(3055, 'This is already in progress'),
	ERROR_OPERATION_ABORTED: row(3056, 'This was cancelled before it finished'),
	ERROR_END_MEETING_FAILED: row(3057, 'The meeting could not be ended'),
	ERROR_MICROPHONE_PRODUCE_FAILED: row(3058, 'The microphone could not be published'),
	ERROR_NO_MICROPHONE_DEVICE_FOUND: row(3059, 'This machine has no microphone'),
	ERROR_AUDIO_TRACK_CREATION_FAILED: row(3060, 'The audio track could not be created'),
	ERROR_SCREENSHARE_PRODUCE_FAILED: row(3061, 'The screen could not be published'),
	ERROR_WEBCAM_NOT_ENABLED: row(3062, 'The camera is off'),
	ERROR_SET_WEBCAM_QUALITY_FAILED: row(3063, 'The quality of the camera could not be set'),
	ERROR_MEETING_RECONNECTING: row(3065, 'The connection to the meeting is being restored'),
	ERROR_ACTION_NOT_SUPPORTED_IN_MODE: row(3066, 'The mode of this participant does not allow this'),
	ERROR_INVALID_MODE: row(3067, 'There is no such mode'),
	ERROR_ACTION_NOT_SUPPORTED: row(3068, 'This is not supported'),
	ERROR_CAPTURE_IMAGE_FAILED: row(3069, 'The picture could not be taken'),
	ERROR_SEND_FAILED: row(3070, 'The message could not be sent'),
	ERROR_INVALID_CUSTOM_TRACK_CONFIG: row(3071, 'The options of the track are not valid'),
	ERROR_PAYLOAD_TOO_LARGE: row(3072, 'The message is too large'),
	ERROR_INVALID_PARAMETER: row(3073, 'A parameter is missing or not valid'),
	ERROR_FILE_UPLOAD_FAILED: row(3074, 'The file could not be uploaded'),
	ERROR_FILE_FETCH_FAILED: row(3075, 'The file could not be fetched'),
	ERROR_OPERATION_TIMED_OUT: row(3079, 'The server did not answer in time'),

	// What the server refused, by what was asked of it: in its words where it has an error for it
	...refusals(
		'INVALID_PERMISSIONS',
		'START_RECORDING_FAILED',
		'STOP_RECORDING_FAILED',
		'START_LIVESTREAM_FAILED',
		'STOP_LIVESTREAM_FAILED',
		'START_HLS_FAILED',
		'STOP_HLS_FAILED',
		'FAILED_TO_SET_VALUE',
		'FAILED_TO_GET_VALUE',
		'RESPOND_ENTRY_FAILED',
		'CHANGE_MODE_FAILED',
		'REMOVE_PARTICIPANT_FAILED',
		'PUBSUB_PUBLISH_FAILED',
		'PUBSUB_SUBSCRIBE_FAILED',
	),
	ENABLE_PARTICIPANT_MIC_FAILED: row(4067, 'The participant could not be asked to unmute'),
	DISABLE_PARTICIPANT_MIC_FAILED: row(4068, 'The participant could not be muted'),
	ENABLE_PARTICIPANT_WEBCAM_FAILED: row(4069, 'The participant could not be asked to turn the camera on'),
	DISABLE_PARTICIPANT_WEBCAM_FAILED: row(4070, 'The camera of the participant could not be turned off'),
	PIN_FAILED: row(4071, 'The participant could not be pinned'),
	UNPIN_FAILED: row(4072, 'The participant could not be unpinned'),
	START_TRANSCRIPTION_FAILED: row(4031, 'Transcription could not be started'),
	STOP_TRANSCRIPTION_FAILED: row(4032, 'Transcription could not be stopped'),
	ADAPTIVE_SUBSCRIPTION_ENABLE_FAILED: row(4048, 'The adaptive subscription could not be enabled'),
	ADAPTIVE_SUBSCRIPTION_DISABLE_FAILED: row(4049, 'The adaptive subscription could not be disabled'),
	START_WHITEBOARD_FAILED: row(4054, 'The whiteboard could not be opened'),
	STOP_WHITEBOARD_FAILED: row(4055, 'The whiteboard could not be closed'),
	PAUSE_ALL_STREAMS_FAILED: row(4057, 'The streams could not be paused'),
	RESUME_ALL_STREAMS_FAILED: row(4058, 'The streams could not be resumed'),
	SET_QUALITY_FAILED: row(4073, 'The quality could not be set'),
	PAUSE_STREAM_FAILED: row(4074, 'The stream could not be paused'),
	RESUME_STREAM_FAILED: row(4075, 'The stream could not be resumed'),
	SWITCH_MEETING_FAILED: row(4076, 'The meeting could not be switched'),
	REQUEST_MEDIA_RELAY_FAILED: row(4078, 'The media relay could not be requested'),
	STOP_MEDIA_RELAY_FAILED: row(4079, 'The media relay could not be stopped'),
	CONSUME_MIC_STREAMS_FAILED: row(4080, 'The microphone of the participant could not be received'),
	CONSUME_WEBCAM_STREAMS_FAILED: row(4081, 'The camera of the participant could not be received'),
	STOP_CONSUMING_MIC_STREAMS_FAILED: row(4082, 'The microphone of the participant is still received'),
	STOP_CONSUMING_WEBCAM_STREAMS_FAILED: row(4083, 'The camera of the participant is still received'),
	FAILED_TO_OBSERVE_VALUE: row(4085, 'The value could not be observed'),
	FAILED_TO_STOP_OBSERVING_VALUE: row(4086, 'The value could not be unobserved'),
	PUBSUB_UNSUBSCRIBE_FAILED: row(4089, 'The topic could not be unsubscribed'),

	// What ran and stopped by itself
	RECORDING_FAILED: row(5001, 'The recording failed'),
	LIVESTREAM_FAILED: row(5002, 'The livestream failed'),
	HLS_FAILED: row(5003, 'HLS failed'),
} as const satisfies Record<string, ClientErrorRow>;

export type ClientErrorName = keyof typeof CLIENT_ERRORS;
