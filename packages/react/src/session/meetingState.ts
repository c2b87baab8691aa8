import type {
	DeviceInfo,
	EntryRequested,
	HlsState,
	LivestreamState,
	Meeting,
	MeetingStateName,
	Participant,
	PinState,
	RecordingState,
} from '@roomcast/client';

/** What {@link useMeeting} shows of the meeting. */
export interface MeetingState {
	/** The room of the provider's `config`. */
	readonly meetingId: string;
	/** The meeting itself, from `join()` until it is left; null otherwise. */
	readonly meeting: Meeting | null;
	/** Oneself; null before `join()`. */
	readonly localParticipant: Participant | null;
	/** Who should be in front: presents, or spoke last. */
	readonly mainParticipant: Participant | null;
	/** Who speaks; null when nobody does. */
	readonly activeSpeakerId: string | null;
	/** Everybody by id, oneself first; another map whenever somebody comes or goes. Empty outside of a meeting. */
	readonly participants: ReadonlyMap<string, Participant>;
	/** What is pinned for everybody, by participant id. */
	readonly pinnedParticipants: ReadonlyMap<string, PinState>;
	/** Who shares a screen; null when nobody does. */
	readonly presenterId: string | null;
	readonly localMicOn: boolean;
	readonly localWebcamOn: boolean;
	readonly localScreenShareOn: boolean;
	/** Whether a recording has started; `recordingState` says more. */
	readonly isRecording: boolean;
	readonly isLiveStreaming: boolean;
	readonly isHls: boolean;
	readonly isMeetingJoined: boolean;
	readonly recordingState: RecordingState;
	readonly livestreamState: LivestreamState;
	readonly hlsState: HlsState;
	/** Where HLS is to be found; null what is nowhere. */
	readonly hlsUrls: Meeting['hlsUrls'];
	/** The camera in use, or the last one. */
	readonly selectedCameraDevice: DeviceInfo | null;
	/** The microphone in use, or the last one. */
	readonly selectedMicrophoneDevice: DeviceInfo | null;
	/** State of the connection; null before `join()`. Roomcast's own. */
	readonly meetingState: MeetingStateName | null;
	/** Whether a moderator has to let us in. Roomcast's own. */
	readonly isWaiting: boolean;
	/** Who waits to be let in, in the order of asking; empty without `allow_join`. Roomcast's own. */
	readonly entryRequests: readonly EntryRequested[];
}

/** Outside of any meeting. */
export const OUTSIDE: Omit<MeetingState, 'meetingId' | 'meetingState'> = {
	meeting: null,
	localParticipant: null,
	mainParticipant: null,
	activeSpeakerId: null,
	participants: new Map(),
	pinnedParticipants: new Map(),
	presenterId: null,
	localMicOn: false,
	localWebcamOn: false,
	localScreenShareOn: false,
	isRecording: false,
	isLiveStreaming: false,
	isHls: false,
	isMeetingJoined: false,
	recordingState: 'RECORDING_STOPPED',
	livestreamState: 'LIVESTREAM_STOPPED',
	hlsState: 'HLS_STOPPED',
	hlsUrls: { playbackHlsUrl: null, livestreamUrl: null, downstreamUrl: null },
	selectedCameraDevice: null,
	selectedMicrophoneDevice: null,
	isWaiting: false,
	entryRequests: [],
};

/** What is recorded and streamed of a meeting. */
export function readCaptures(
	meeting: Meeting,
): Pick<
	MeetingState,
	'recordingState' | 'livestreamState' | 'hlsState' | 'hlsUrls' | 'isRecording' | 'isLiveStreaming' | 'isHls'
> {
	const { recordingState, livestreamState, hlsState, hlsUrls } = meeting;
	return {
		recordingState,
		livestreamState,
		hlsState,
		hlsUrls,
		isRecording: recordingState === 'RECORDING_STARTED',
		isLiveStreaming: livestreamState === 'LIVESTREAM_STARTED',
		isHls: hlsState === 'HLS_STARTED' || hlsState === 'HLS_PLAYABLE',
	};
}

/** What is on at this machine, and from which devices. */
export function readLocal(
	meeting: Meeting,
): Pick<
	MeetingState,
	'localMicOn' | 'localWebcamOn' | 'localScreenShareOn' | 'selectedCameraDevice' | 'selectedMicrophoneDevice'
> {
	const { localParticipant, selectedCameraDevice, selectedMicrophoneDevice } = meeting;
	return {
		localMicOn: localParticipant.micOn,
		localWebcamOn: localParticipant.webcamOn,
		localScreenShareOn: localParticipant.screenShareOn,
		selectedCameraDevice,
		selectedMicrophoneDevice,
	};
}
