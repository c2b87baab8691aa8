import { useMemo } from 'react';
import type { ParticipantState } from '../session/participantState.ts';
import { useSession } from '../session/SessionContext.ts';
import type { Source } from '../store/Store.ts';

/** The store of a participant; the same one between renders. */
export function useParticipantSource(participantId: string): Source<ParticipantState> {
	const { participants } = useSession();
	return useMemo(() => participants.source(participantId), [participants, participantId]);
}
