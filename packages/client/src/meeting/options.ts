import type { Mode } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { PreferredProtocol } from '../media/PathOptions.ts';

/** Options of `VideoSDK.initMeeting`. */
export interface MeetingOptions {
	/** The `roomId` (or `customRoomId`) to join. */
	meetingId: string;
	/**
	 * Own id within the session; made up when not given. Nobody else can come in
	 * under it; this tab can again after a reload, and anybody with the same token can from another device.
	 */
	participantId?: string;
	/** Display name. */
	name?: string;
	/** Whether the microphone is on at the join; false when not given. */
	micEnabled?: boolean;
	/** Whether the camera is on at the join; false when not given. */
	webcamEnabled?: boolean;
	/** Size of the camera when the app gives no track: `hd` is 1280 × 720 (default), `sd` is 640 × 360. */
	maxResolution?: 'hd' | 'sd';
	/** Whether the camera is sent in several sizes; true when not given. */
	multiStream?: boolean;
	customCameraVideoTrack?: MediaStream;
	customMicrophoneAudioTrack?: MediaStream;
	/** Whether every stream of the others is received; true when not given. */
	autoConsume?: boolean;
	preferredProtocol?: PreferredProtocol;
	/** When not given `SEND_AND_RECV`, or `RECV_ONLY` with a token that has `allow_view`; `CONFERENCE` and `VIEWER` are old names. */
	mode?: Mode | 'CONFERENCE' | 'VIEWER';
	/** Shown to the others as `participant.metaData`. */
	metaData?: object;
	/** Accepted for compatibility; use `VideoSDK.setLogLevel`. */
	debugMode?: boolean;
	/** Host or URL of the server, where it is not `VideoSDK.config(…, { baseUrl })`. */
	signalingBaseUrl?: string;
	/** Which camera of a phone is opened first. */
	defaultCamera?: 'user' | 'environment' | 'front' | 'back' | 'enviornment';
	/** Accepted for compatibility: messages need no worker of their own. */
	pubsubWorkerUrl?: string;
	/** Accepted for compatibility: the codec of the camera stays what it is. */
	codecSwitchEnabled?: boolean;
	/** `relay`: media over TURN servers only. Roomcast's own option. */
	iceTransportPolicy?: RTCIceTransportPolicy;
}

/** The options as the meeting uses them: complete and valid. */
export interface MeetingSettings {
	readonly roomId: string;
	readonly participantId: string | undefined;
	readonly name: string | undefined;
	readonly micEnabled: boolean;
	readonly webcamEnabled: boolean;
	readonly maxResolution: 'hd' | 'sd';
	readonly multiStream: boolean;
	readonly customCamera: MediaStream | undefined;
	readonly customMicrophone: MediaStream | undefined;
	readonly autoConsume: boolean;
	readonly preferredProtocol: PreferredProtocol;
	readonly mode: Mode;
	readonly metaData: Record<string, unknown>;
	readonly facingMode: 'user' | 'environment' | undefined;
	readonly iceTransportPolicy: RTCIceTransportPolicy;
}

const MODES = {
	SEND_AND_RECV: 'SEND_AND_RECV',
	SIGNALLING_ONLY: 'SIGNALLING_ONLY',
	RECV_ONLY: 'RECV_ONLY',
	CONFERENCE: 'SEND_AND_RECV',
	VIEWER: 'SIGNALLING_ONLY',
} as const satisfies Record<string, Mode>;

// The last one is how the declarations of the VideoSDK JavaScript SDK spell it.
const FACING = {
	user: 'user',
	environment: 'environment',
	front: 'user',
	back: 'environment',
	enviornment: 'environment',
} as const;

/**
 * Checks the options and fills in what is not given.
 *
 * @param defaultMode when the options name none
 * @throws MeetingError 3067 for an unknown mode; 3073 for anything else that is not valid
 */
export function meetingSettings(options: MeetingOptions, defaultMode: Mode = 'SEND_AND_RECV'): MeetingSettings {
	const { meetingId, mode = defaultMode, metaData = {}, preferredProtocol = 'UDP_OVER_TCP' } = options ?? {};
	if (typeof meetingId !== 'string' || meetingId === '')
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `meetingId is ${JSON.stringify(meetingId)}, not a room`);
	if (!Object.hasOwn(MODES, mode))
		throw MeetingError.of('ERROR_INVALID_MODE', `mode is "${mode}", allowed are ${Object.keys(MODES).join(', ')}`);
	if (typeof metaData !== 'object' || metaData === null || Array.isArray(metaData))
		throw MeetingError.of('ERROR_INVALID_PARAMETER', 'metaData is not a plain object');
	if (!['UDP_OVER_TCP', 'UDP_ONLY', 'TCP_ONLY'].includes(preferredProtocol))
		throw MeetingError.of(
			'ERROR_INVALID_PARAMETER',
			`preferredProtocol is "${preferredProtocol}", allowed are UDP_OVER_TCP, UDP_ONLY, TCP_ONLY`,
		);
	return {
		roomId: meetingId,
		participantId: options.participantId,
		name: options.name,
		micEnabled: options.micEnabled ?? options.customMicrophoneAudioTrack !== undefined,
		webcamEnabled: options.webcamEnabled ?? options.customCameraVideoTrack !== undefined,
		maxResolution: options.maxResolution ?? 'hd',
		multiStream: options.multiStream ?? true,
		customCamera: options.customCameraVideoTrack,
		customMicrophone: options.customMicrophoneAudioTrack,
		autoConsume: options.autoConsume ?? true,
		preferredProtocol,
		mode: MODES[mode],
		metaData: metaData as Record<string, unknown>,
		facingMode: options.defaultCamera === undefined ? undefined : FACING[options.defaultCamera],
		iceTransportPolicy: options.iceTransportPolicy ?? 'all',
	};
}
