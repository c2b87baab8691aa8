import type { EntryRequested, Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { sameItems, useSnapshot } from '../hooks/useSnapshot.ts';
import { onKnockChange } from './onKnockChange.ts';

/** Who waits to be let in, in the order of asking; nobody for those who cannot let anybody in. */
export function useKnocks(meeting: Meeting): readonly EntryRequested[] {
	return useSnapshot(
		useCallback((changed) => onKnockChange(meeting, changed), [meeting]),
		useCallback(() => meeting.entryRequests, [meeting]),
		sameItems,
	);
}
