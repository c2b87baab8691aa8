import type { Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { useSnapshot } from '../hooks/useSnapshot.ts';

/** Whether the person sends sound and picture: a moderator can change that during the call. */
export function useSends(meeting: Meeting): boolean {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['participant-mode-changed'], changed), [meeting]),
		useCallback(() => meeting.localParticipant.mode === 'SEND_AND_RECV', [meeting]),
	);
}
