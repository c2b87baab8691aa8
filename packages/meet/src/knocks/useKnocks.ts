import type { EntryRequested, Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameItems, useSnapshot } from '../hooks/useSnapshot.ts';

const CHANGES = ['entry-requested', 'entry-responded', 'entry-request-ended', 'meeting-state-changed'] as const;

/** Who waits to be let in, in the order of asking; nobody for those who cannot let anybody in. */
export function useKnocks(meeting: Meeting): readonly EntryRequested[] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, CHANGES, changed), [meeting]),
		useCallback(() => meeting.entryRequests, [meeting]),
		sameItems,
	);
}
