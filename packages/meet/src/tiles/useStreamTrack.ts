import type { Participant } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { useSnapshot } from '../hooks/useSnapshot.ts';
import { type StreamKind, streamOf } from './streamOf.ts';

const CHANGES = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;

/** The track of that kind that a participant sends now. */
export function useStreamTrack(participant: Participant, kind: StreamKind): MediaStreamTrack | undefined {
	return useSnapshot(
		useCallback((changed) => listen(participant, CHANGES, changed), [participant]),
		useCallback(() => streamOf(participant, kind)?.track ?? undefined, [participant, kind]),
	);
}
