import type { Meeting, RecordingState } from '@roomcast/client';
import { useCallback } from 'react';
import { listen } from '../hooks/listen.ts';
import { sameFields, useSnapshot } from '../hooks/useSnapshot.ts';

/** How the recording of a call stands. */
export interface Recording {
	readonly state: RecordingState;
	/** When it began, in ms since 1970; undefined where none runs or nobody knows. */
	readonly since: number | undefined;
}

const CHANGES = ['recording-state-changed', 'meeting-state-changed'] as const;

/** The recording of this call, no matter who started it. */
export function useRecording(meeting: Meeting): Recording {
	return useSnapshot(
		useCallback((changed) => listen(meeting, CHANGES, changed), [meeting]),
		useCallback(() => ({ state: meeting.recordingState, since: meeting.recordingStartedAt?.getTime() }), [meeting]),
		sameFields,
	);
}
