import type { Meeting, Participant } from '@roomcast/client';
import { type RefObject, useEffect } from 'react';

/**
 * Keeps what is received of somebody fitted to their tile: the SDK follows its size in device pixels and whether it can
 * be seen. A tile that goes leaves {@link receiveOnlyWhatIsShown} in force.
 */
export function useViewport(
	frame: RefObject<HTMLElement | null>,
	participant: Participant,
	kind: 'video' | 'share',
): void {
	useEffect(() => {
		if (frame.current === null) return;
		return participant.observeVideo(frame.current, kind);
	}, [frame, participant, kind]);
}

/** Nothing of somebody's picture is received while no tile shows it: on another page, or beyond the end of the strip. */
function receiveOnlyWhatIsShown(participant: Participant): void {
	participant.setViewPort(0, 0, 'video');
	participant.setViewPort(0, 0, 'share');
}

/** Of everybody, those too who come later, only what has a tile is received. */
export function useReceived(meeting: Meeting): void {
	useEffect(() => {
		for (const participant of meeting.participants.values()) receiveOnlyWhatIsShown(participant);
		meeting.on('participant-joined', receiveOnlyWhatIsShown);
		return () => meeting.off('participant-joined', receiveOnlyWhatIsShown);
	}, [meeting]);
}
