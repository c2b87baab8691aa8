import type { HlsState, LivestreamState, Meeting, RecordingState } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, sameFields, useSnapshot } from '../base/useSnapshot.ts';

/** How the recording of a call stands. */
export interface Recording {
	readonly state: RecordingState;
	/** When it began, in ms since 1970; undefined where none runs or nobody knows. */
	readonly since: number | undefined;
}

const RECORDING_CHANGES = ['recording-state-changed', 'meeting-state-changed'] as const;

/** The recording of this call, no matter who started it. */
export function useRecording(meeting: Meeting): Recording {
	return useSnapshot(
		useCallback((changed) => listen(meeting, RECORDING_CHANGES, changed), [meeting]),
		useCallback(() => ({ state: meeting.recordingState, since: meeting.recordingStartedAt?.getTime() }), [meeting]),
		sameFields,
	);
}

/** How the streams of a call stand. */
export interface Live {
	readonly hls: HlsState;
	readonly livestream: LivestreamState;
	/** When the older of those that run began, in ms since 1970; undefined where none does. */
	readonly since: number | undefined;
}

const STREAM_CHANGES = ['hls-state-changed', 'livestream-state-changed', 'meeting-state-changed'] as const;

/** Whether it is on air, or about to be. */
export function isOn(state: HlsState | LivestreamState): boolean {
	return !state.endsWith('_STOPPED');
}

/** The streams of this call, no matter who started them. */
export function useLive(meeting: Meeting): Live {
	return useSnapshot(
		useCallback((changed) => listen(meeting, STREAM_CHANGES, changed), [meeting]),
		useCallback(() => {
			const { hlsState: hls, livestreamState: livestream, liveStartedAt } = meeting;
			return { hls, livestream, since: liveStartedAt?.getTime() };
		}, [meeting]),
		sameFields,
	);
}
