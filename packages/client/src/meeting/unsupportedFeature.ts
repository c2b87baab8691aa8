import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Feature } from '../feature/Feature.ts';
import type { Participant } from '../participants/Participant.ts';

/** Methods of the VideoSDK JavaScript SDK that a Roomcast server cannot do, and the error of each. */
const REFUSALS = {
	startTranscription: 'START_TRANSCRIPTION_FAILED',
	stopTranscription: 'STOP_TRANSCRIPTION_FAILED',
	startWhiteboard: 'START_WHITEBOARD_FAILED',
	stopWhiteboard: 'STOP_WHITEBOARD_FAILED',
	requestMediaRelay: 'REQUEST_MEDIA_RELAY_FAILED',
	stopMediaRelay: 'STOP_MEDIA_RELAY_FAILED',
	uploadBase64File: 'ERROR_FILE_UPLOAD_FAILED',
	fetchBase64File: 'ERROR_FILE_FETCH_FAILED',
	// Only the React SDK declares these.
	startTranslation: 'ERROR_ACTION_NOT_SUPPORTED',
	stopTranslation: 'ERROR_ACTION_NOT_SUPPORTED',
	changeTranslationLanguage: 'ERROR_ACTION_NOT_SUPPORTED',
} as const satisfies Record<string, ClientErrorName>;

/** Each rejects with its error instead of being missing. */
export interface UnsupportedMethods {
	/** Nothing is transcribed. */
	readonly transcriptionState: `TRANSCRIPTION_${'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED'}`;
	/** @throws MeetingError 4031, always */
	startTranscription(options?: {
		webhookUrl?: string;
		modelConfig?: object;
		summary?: { enabled: boolean; prompt?: string };
	}): Promise<void>;
	/** @throws MeetingError 4032, always */
	stopTranscription(): Promise<void>;
	/** @throws MeetingError 4054, always */
	startWhiteboard(): Promise<void>;
	/** @throws MeetingError 4055, always */
	stopWhiteboard(): Promise<void>;
	/** @throws MeetingError 4078, always */
	requestMediaRelay(options: {
		destinationMeetingId: string;
		token?: string;
		kinds?: ('audio' | 'video' | 'share')[];
	}): Promise<void>;
	/** @throws MeetingError 4079, always */
	stopMediaRelay(destinationMeetingId: string): Promise<void>;
	/** @throws MeetingError 3074, always */
	uploadBase64File(options: { base64Data: string; token: string; fileName: string }): Promise<string | null>;
	/** @throws MeetingError 3075, always */
	fetchBase64File(options: { url: string; token: string }): Promise<string | null>;
	/** @throws MeetingError 3068, always */
	startTranslation(options?: object): Promise<void>;
	/** @throws MeetingError 3068, always */
	stopTranslation(): Promise<void>;
	/** @throws MeetingError 3068, always */
	changeTranslationLanguage(language: string): Promise<void>;
}

/** Events that apps may listen to and that never come. */
export interface UnsupportedEvents {
	'codec-changed': [
		{
			unsupportedRemoteCodec: string;
			currentCodec: string;
			kind: string;
			causedBy?: Participant;
			previousCodec: string;
		},
	];
	'transcription-state-changed': [{ status: string; id: string }];
	'transcription-text': [
		{ participantId: string; participantName: string; text: string; timestamp: number; type: string },
	];
	'whiteboard-started': [{ url: string }];
	'whiteboard-stopped': [];
	'media-relay-request-received': [
		{ participantId: string; meetingId: string; displayName: string; accept: () => void; reject: () => void },
	];
	'media-relay-request-response': [participantId: string, decision: string, decidedBy: string];
	'media-relay-started': [{ meetingId: string }];
	'media-relay-stopped': [{ meetingId: string; reason: string }];
	'media-relay-error': [meetingId: string, error: string];
}

/** Rejects the methods that Roomcast does not have. @internal */
export function unsupportedFeature(): Feature<UnsupportedMethods> {
	const methods = Object.fromEntries(
		Object.entries(REFUSALS).map(([method, name]) => [
			method,
			async () => {
				throw MeetingError.of(name, 'Roomcast does not have this');
			},
		]),
	) as unknown as UnsupportedMethods;
	return { methods: { ...methods, transcriptionState: 'TRANSCRIPTION_STOPPED' }, notifications: {} };
}
