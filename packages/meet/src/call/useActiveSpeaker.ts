import type { Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { useSnapshot } from '../hooks/useSnapshot.ts';

/** Id of the current speaker, or null. */
export function useActiveSpeaker(meeting: Meeting): string | null {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['speaker-changed'], changed), [meeting]),
		useCallback(() => meeting.activeSpeakerId, [meeting]),
	);
}
