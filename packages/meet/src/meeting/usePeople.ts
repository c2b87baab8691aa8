import type { Meeting, Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, sameItems, useSnapshot } from '../base/useSnapshot.ts';

/** Everybody in the call: oneself first, the others in the order in which they came. */
export function usePeople(meeting: Meeting): readonly Participant[] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['participant-joined', 'participant-left'], changed), [meeting]),
		useCallback(() => [meeting.localParticipant, ...meeting.participants.values()], [meeting]),
		sameItems,
	);
}

/** Whether the person sends sound and picture: a moderator can change that during the call. */
export function useSends(meeting: Meeting): boolean {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['participant-mode-changed'], changed), [meeting]),
		useCallback(() => meeting.localParticipant.mode === 'SEND_AND_RECV', [meeting]),
	);
}

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
