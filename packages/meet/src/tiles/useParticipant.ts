import type { Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameFields, useSnapshot } from '../hooks/useSnapshot.ts';

const CHANGES = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;

/** What a participant has switched on. */
export function useParticipant(participant: Participant) {
	return useSnapshot(
		useCallback((changed) => listen(participant, CHANGES, changed), [participant]),
		useCallback(
			() => ({
				micOn: participant.micOn,
				webcamOn: participant.webcamOn,
				screenShareOn: participant.screenShareOn,
			}),
			[participant],
		),
		sameFields,
	);
}
