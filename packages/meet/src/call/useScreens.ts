import type { Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameItems, useSnapshot } from '../hooks/useSnapshot.ts';

/** Who of the people shares a screen. */
export function useScreens(people: readonly Participant[]): readonly Participant[] {
	return useSnapshot(
		useCallback(
			(changed) => {
				const stops = people.map((person) => listen(person, ['stream-enabled', 'stream-disabled'], changed));
				return () => {
					for (const stop of stops) stop();
				};
			},
			[people],
		),
		useCallback(() => people.filter(({ screenShareOn }) => screenShareOn), [people]),
		sameItems,
	);
}
