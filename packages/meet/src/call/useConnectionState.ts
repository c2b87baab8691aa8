import type { Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { useSnapshot } from '../hooks/useSnapshot.ts';

/** The state of the connection to the call. */
export function useConnectionState(meeting: Meeting): Meeting['state'] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['meeting-state-changed'], changed), [meeting]),
		useCallback(() => meeting.state, [meeting]),
	);
}
