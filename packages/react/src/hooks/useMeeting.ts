import type { MeetingEvents } from '@roomcast/client';
import { useEffect } from 'react';
import type { MeetingState } from '../session/meetingState.ts';
import type { MeetingMethods } from '../session/methods.ts';
import { useSession } from '../session/SessionContext.ts';
import { useSelected } from '../store/useSelected.ts';
import { useTracked } from '../store/useTracked.ts';
import { useEvents } from './useEvents.ts';
import { useLatest } from './useLatest.ts';

/** The event of each handler of {@link useMeeting}. */
const MEETING_EVENTS = {
	onMeetingJoined: 'meeting-joined',
	onMeetingLeft: 'meeting-left',
	onMeetingStateChanged: 'meeting-state-changed',
	onParticipantJoined: 'participant-joined',
	onParticipantLeft: 'participant-left',
	onParticipantModeChanged: 'participant-mode-changed',
	onSpeakerChanged: 'speaker-changed',
	onPresenterChanged: 'presenter-changed',
	onMainParticipantChanged: 'main-participant-changed',
	onEntryRequested: 'entry-requested',
	onEntryRequestEnded: 'entry-request-ended',
	onEntryResponded: 'entry-responded',
	onEntryWaiting: 'entry-waiting',
	onPausedAllStreams: 'paused-all-streams',
	onResumedAllStreams: 'resumed-all-streams',
	onPinStateChanged: 'pin-state-changed',
	onMicRequested: 'mic-requested',
	onWebcamRequested: 'webcam-requested',
	onMediaDisabled: 'media-disabled',
	onMediaStateChanged: 'media-state-changed',
	onData: 'data',
	onRecordingStarted: 'recording-started',
	onRecordingStopped: 'recording-stopped',
	onRecordingStateChanged: 'recording-state-changed',
	onLiveStreamStarted: 'livestream-started',
	onLiveStreamStopped: 'livestream-stopped',
	onLivestreamStateChanged: 'livestream-state-changed',
	onHlsStarted: 'hls-started',
	onHlsStopped: 'hls-stopped',
	onHlsStateChanged: 'hls-state-changed',
	onJoinDelayed: 'join-delayed',
	onTokenExpiring: 'token-expiring',
	onError: 'error',
} as const satisfies Record<string, keyof MeetingEvents>;

/** Handlers of events of the meeting; each has the arguments of the event of the same name of a `Meeting`. */
export type MeetingHandlers = {
	readonly [N in keyof typeof MEETING_EVENTS]?:
		| ((...args: MeetingEvents[(typeof MEETING_EVENTS)[N]]) => void)
		| undefined;
};

/** What {@link useMeeting} returns. */
export type MeetingView = Readonly<MeetingState> & MeetingMethods;

const NONE: MeetingHandlers = {};
const meetingOf = ({ meeting }: MeetingState) => meeting;

/**
 * The meeting of the provider around the component: its state, and what can be done in it. The component renders again when
 * something changes that it has read from the result.
 *
 * @param handlers are called on events of the meeting; they may be other functions at each render
 * @throws Error outside of a `MeetingProvider`
 */
export function useMeeting(handlers: MeetingHandlers = NONE): MeetingView {
	const session = useSession();
	useEvents(session.state, meetingOf, MEETING_EVENTS, handlers);
	const latest = useLatest(handlers);
	const hearsErrors = handlers.onError !== undefined;
	useEffect(() => {
		return hearsErrors ? session.onFailure((error) => latest.current.onError?.(error)) : undefined;
	}, [session, latest, hearsErrors]);
	return useTracked(session.state, session.methods);
}

/**
 * What a function makes of the state of the meeting; the component renders again when the result changes.
 *
 * @param select may make a new array or object: one with the same values in it is no change
 * @param equal when two results are the same, where that is not enough
 * @throws Error outside of a `MeetingProvider`
 */
export function useMeetingSelector<T>(select: (state: MeetingState) => T, equal?: (a: T, b: T) => boolean): T {
	return useSelected(useSession().state, select, equal);
}
