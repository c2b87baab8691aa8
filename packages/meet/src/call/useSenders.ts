import type { Meeting, Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameItems, useSnapshot } from '../hooks/useSnapshot.ts';

/** Those of the people who have a tile: an audience that only watches has none, unless there is nobody else. */
export function useSenders(meeting: Meeting, people: readonly Participant[]): readonly Participant[] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['participant-mode-changed'], changed), [meeting]),
		useCallback(() => {
			const sending = people.filter(({ mode }) => mode === 'SEND_AND_RECV');
			return sending.length === 0 ? people : sending;
		}, [people]),
		sameItems,
	);
}
