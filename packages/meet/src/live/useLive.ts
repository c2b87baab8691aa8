import type { HlsState, LivestreamState, Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameFields, useSnapshot } from '../hooks/useSnapshot.ts';

/** How the streams of a call stand. */
export interface Live {
	readonly hls: HlsState;
	readonly livestream: LivestreamState;
	/** When the older of those that run began, in ms since 1970; undefined where none does. */
	readonly since: number | undefined;
}

const CHANGES = ['hls-state-changed', 'livestream-state-changed', 'meeting-state-changed'] as const;

/** Whether it is on air, or about to be. */
export function isOn(state: HlsState | LivestreamState): boolean {
	return !state.endsWith('_STOPPED');
}

/** The streams of this call, no matter who started them. */
export function useLive(meeting: Meeting): Live {
	return useSnapshot(
		useCallback((changed) => listen(meeting, CHANGES, changed), [meeting]),
		useCallback(() => {
			const { hlsState: hls, livestreamState: livestream, liveStartedAt } = meeting;
			return { hls, livestream, since: liveStartedAt?.getTime() };
		}, [meeting]),
		sameFields,
	);
}
