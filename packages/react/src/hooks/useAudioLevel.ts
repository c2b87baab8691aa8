import { useCallback, useSyncExternalStore } from 'react';
import { type Emitting, followEmitter } from '../session/followEmitter.ts';
import type { ParticipantState } from '../session/participantState.ts';
import { useParticipantSource } from './useParticipantSource.ts';

const participantOf = ({ participant }: ParticipantState): Emitting | null => participant;

/**
 * How loud a participant is now, 0 (silent) to 1: about four values a second while somebody speaks. Use it in a component
 * that shows only that. Roomcast's own.
 *
 * @throws Error outside of a `MeetingProvider`
 */
export function useAudioLevel(participantId: string): number {
	const source = useParticipantSource(participantId);
	const subscribe = useCallback(
		(changed: () => void) => {
			const stop = followEmitter(source, participantOf, [['audio-level' as never, changed]]);
			// Somebody else under this id may be as loud as nobody was.
			const stopStore = source.subscribe(changed);
			return () => {
				stop();
				stopStore();
			};
		},
		[source],
	);
	const read = () => source.get().participant?.audioLevel ?? 0;
	return useSyncExternalStore(subscribe, read, read);
}
