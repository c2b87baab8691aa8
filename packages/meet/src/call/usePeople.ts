import type { Meeting, Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameItems, useSnapshot } from '../hooks/useSnapshot.ts';

/** Everybody in the call: oneself first, the others in the order in which they came. */
export function usePeople(meeting: Meeting): readonly Participant[] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['participant-joined', 'participant-left'], changed), [meeting]),
		useCallback(() => [meeting.localParticipant, ...meeting.participants.values()], [meeting]),
		sameItems,
	);
}
