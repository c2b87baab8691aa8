import type { Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { useSnapshot } from '../hooks/useSnapshot.ts';

/** Louder than this is speech; the levels of the SDK go from 0 to 1. */
const SPEECH = 0.15;

/** Whether this participant is audible right now, even if others are louder. */
export function useSpeaking(participant: Participant): boolean {
	return useSnapshot(
		useCallback((changed) => listen(participant, ['audio-level', 'media-status-changed'], changed), [participant]),
		useCallback(() => participant.micOn && participant.audioLevel > SPEECH, [participant]),
	);
}
