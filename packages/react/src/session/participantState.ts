import type { Mode, Participant, PinState, Stream } from '@roomcast/client';

/** What {@link useParticipant} shows of a participant. */
export interface ParticipantState {
	/** Null while nobody is there under this id. */
	readonly participant: Participant | null;
	readonly displayName: string;
	/** Streams that can be shown or played; null while they cannot. */
	readonly webcamStream: Stream | null;
	readonly micStream: Stream | null;
	readonly screenShareStream: Stream | null;
	readonly screenShareAudioStream: Stream | null;
	/** Whether the participant sends them. */
	readonly webcamOn: boolean;
	readonly micOn: boolean;
	readonly screenShareOn: boolean;
	readonly screenShareAudioOn: boolean;
	/** Whether it is the one at this machine. */
	readonly isLocal: boolean;
	/** Whether the participant speaks. */
	readonly isActiveSpeaker: boolean;
	/** Whether the participant should be in front: presents, or spoke last. */
	readonly isMainParticipant: boolean;
	/** What of the participant is pinned, for everybody. */
	readonly pinState: PinState;
	readonly mode: Mode;
	/** What the participant gave as `config.metaData`. */
	readonly metaData: Record<string, unknown>;
}

/** Somebody of whom nothing is known. */
export const NOBODY: ParticipantState = {
	participant: null,
	displayName: '',
	webcamStream: null,
	micStream: null,
	screenShareStream: null,
	screenShareAudioStream: null,
	webcamOn: false,
	micOn: false,
	screenShareOn: false,
	screenShareAudioOn: false,
	isLocal: false,
	isActiveSpeaker: false,
	isMainParticipant: false,
	pinState: { cam: false, share: false },
	mode: 'SEND_AND_RECV',
	metaData: {},
};

/** What a participant itself says of its state. */
export function readParticipant(
	participant: Participant,
): Omit<ParticipantState, 'isActiveSpeaker' | 'isMainParticipant'> {
	const streams: Partial<Record<Stream['kind'], Stream>> = {};
	// The newest of a kind comes last.
	for (const stream of participant.streams.values()) streams[stream.kind] = stream;
	return {
		participant,
		displayName: participant.displayName,
		webcamStream: streams.video ?? null,
		micStream: streams.audio ?? null,
		screenShareStream: streams.share ?? null,
		screenShareAudioStream: streams.shareAudio ?? null,
		webcamOn: participant.webcamOn,
		micOn: participant.micOn,
		screenShareOn: participant.screenShareOn,
		screenShareAudioOn: participant.screenShareAudioOn,
		isLocal: participant.local,
		pinState: participant.pinState,
		mode: participant.mode,
		metaData: participant.metaData,
	};
}
