import type { Meeting } from '@roomcast/client';
import { useEffect } from 'react';
import { receiveOnlyWhatIsShown } from '../tiles/useViewport.ts';

/** Of everybody, those too who come later, only what has a tile is received. */
export function useReceived(meeting: Meeting): void {
	useEffect(() => {
		for (const participant of meeting.participants.values()) receiveOnlyWhatIsShown(participant);
		meeting.on('participant-joined', receiveOnlyWhatIsShown);
		return () => meeting.off('participant-joined', receiveOnlyWhatIsShown);
	}, [meeting]);
}
