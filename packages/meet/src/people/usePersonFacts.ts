import type { Meeting, Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, sameFields, useSnapshot } from '../base/useSnapshot.ts';

const OF_PERSON = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;
const OF_MEETING = ['pin-state-changed', 'participant-mode-changed'] as const;

/** What the list of the people says of one. */
export function usePersonFacts(meeting: Meeting, person: Participant) {
	return useSnapshot(
		useCallback(
			(changed) => {
				const stops = [listen(person, OF_PERSON, changed), listen(meeting, OF_MEETING, changed)];
				return () => {
					for (const stop of stops) stop();
				};
			},
			[meeting, person],
		),
		useCallback(
			() => ({
				micOn: person.micOn,
				webcamOn: person.webcamOn,
				screenShareOn: person.screenShareOn,
				sends: person.mode === 'SEND_AND_RECV',
				camPinned: person.pinState.cam,
				sharePinned: person.pinState.share,
			}),
			[person],
		),
		sameFields,
	);
}
