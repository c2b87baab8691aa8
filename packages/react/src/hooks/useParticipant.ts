import { MeetingError, type Participant, type ParticipantEvents } from '@roomcast/client';
import { useMemo } from 'react';
import type { ParticipantState } from '../session/participantState.ts';
import type { Source } from '../store/Store.ts';
import { useSelected } from '../store/useSelected.ts';
import { useTracked } from '../store/useTracked.ts';
import { useEvents } from './useEvents.ts';
import { useParticipantSource } from './useParticipantSource.ts';

/** The event of each handler of {@link useParticipant}. */
const PARTICIPANT_EVENTS = {
	onStreamEnabled: 'stream-enabled',
	onStreamDisabled: 'stream-disabled',
	onMediaStatusChanged: 'media-status-changed',
	onVideoQualityChanged: 'video-quality-changed',
	onStreamPaused: 'stream-paused',
	onStreamResumed: 'stream-resumed',
} as const satisfies Record<string, keyof ParticipantEvents>;

/** Handlers of events of a participant; each has the arguments of the event of the same name of a `Participant`. */
export type ParticipantHandlers = {
	readonly [N in keyof typeof PARTICIPANT_EVENTS]?:
		| ((...args: ParticipantEvents[(typeof PARTICIPANT_EVENTS)[N]]) => void)
		| undefined;
};

/** Methods of a participant that {@link useParticipant} has. */
const PARTICIPANT_METHODS = [
	'consumeMicStreams',
	'consumeWebcamStreams',
	'stopConsumingMicStreams',
	'stopConsumingWebcamStreams',
	'setQuality',
	'setScreenShareQuality',
	'enableMic',
	'disableMic',
	'enableWebcam',
	'disableWebcam',
	'remove',
	'captureImage',
	'pin',
	'unpin',
	'getAudioStats',
	'getVideoStats',
	'getShareStats',
	'getShareAudioStats',
	'getTransportStats',
] as const satisfies readonly (keyof Participant)[];

/** What {@link useParticipant} can do. Each rejects with MeetingError 3068 while nobody is there under the id. */
export interface ParticipantMethods extends Pick<Participant, (typeof PARTICIPANT_METHODS)[number]> {
	/** Says how large the camera is shown, in CSS pixels. `VideoPlayer` does it for you. */
	setViewPort(width: number, height: number): void;
}

/** What {@link useParticipant} returns. */
export type ParticipantView = Readonly<ParticipantState> & ParticipantMethods;

const NONE: ParticipantHandlers = {};
const participantOf = ({ participant }: ParticipantState) => participant;

/**
 * A participant: its state, and what can be done with it. The component renders again when something changes that it has
 * read from the result.
 *
 * @param participantId nobody needs to be there under it yet, or any more
 * @param handlers are called on events of the participant; they may be other functions at each render
 * @throws Error outside of a `MeetingProvider`
 */
export function useParticipant(participantId: string, handlers: ParticipantHandlers = NONE): ParticipantView {
	const source = useParticipantSource(participantId);
	useEvents(source, participantOf, PARTICIPANT_EVENTS, handlers);
	const methods = useMemo(() => createMethods(source, participantId), [source, participantId]);
	return useTracked(source, methods);
}

/**
 * What a function makes of the state of a participant; the component renders again when the result changes.
 *
 * @param select may make a new array or object: one with the same values in it is no change
 * @param equal when two results are the same, where that is not enough
 * @throws Error outside of a `MeetingProvider`
 */
export function useParticipantSelector<T>(
	participantId: string,
	select: (state: ParticipantState) => T,
	equal?: (a: T, b: T) => boolean,
): T {
	return useSelected(useParticipantSource(participantId), select, equal);
}

function createMethods(source: Source<ParticipantState>, participantId: string): ParticipantMethods {
	const passedOn = PARTICIPANT_METHODS.map((name) => [
		name,
		async (...args: unknown[]) => {
			const { participant } = source.get();
			if (participant === null)
				throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', `nobody is there as "${participantId}"`);
			return (participant[name] as (...args: unknown[]) => unknown).apply(participant, args);
		},
	]);
	return {
		...(Object.fromEntries(passedOn) as Pick<Participant, (typeof PARTICIPANT_METHODS)[number]>),
		setViewPort: (width, height) => source.get().participant?.setViewPort(width, height),
	};
}
