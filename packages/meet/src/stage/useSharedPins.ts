import type { Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, useSnapshot } from '../base/useSnapshot.ts';

/** One thing that was pinned for everybody. */
export interface SharedPin {
	readonly id: string;
	readonly part: 'cam' | 'share';
}

const same = (a: readonly SharedPin[], b: readonly SharedPin[]) =>
	a.length === b.length && a.every(({ id, part }, index) => id === b[index]?.id && part === b[index]?.part);

/** What was pinned for everybody. */
export function useSharedPins(meeting: Meeting): readonly SharedPin[] {
	return useSnapshot(
		useCallback(
			(changed) => listen(meeting, ['pin-state-changed', 'participant-joined', 'participant-left'], changed),
			[meeting],
		),
		useCallback(
			() =>
				[...meeting.pinnedParticipants].flatMap(([id, { cam, share }]): SharedPin[] => [
					...(cam ? [{ id, part: 'cam' as const }] : []),
					...(share ? [{ id, part: 'share' as const }] : []),
				]),
			[meeting],
		),
		same,
	);
}
