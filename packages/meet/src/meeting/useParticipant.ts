import type { Participant, Stream } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, sameFields, useSnapshot } from '../base/useSnapshot.ts';

const CHANGES = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;

/** What a participant has switched on. */
export function useParticipant(participant: Participant) {
	return useSnapshot(
		useCallback((changed) => listen(participant, CHANGES, changed), [participant]),
		useCallback(
			() => ({
				micOn: participant.micOn,
				webcamOn: participant.webcamOn,
				screenShareOn: participant.screenShareOn,
			}),
			[participant],
		),
		sameFields,
	);
}

/** The track of that kind that a participant sends now. */
export function useStreamTrack(participant: Participant, kind: StreamKind): MediaStreamTrack | undefined {
	return useSnapshot(
		useCallback((changed) => listen(participant, CHANGES, changed), [participant]),
		useCallback(() => streamOf(participant, kind)?.track ?? undefined, [participant, kind]),
	);
}

/** Louder than this is speech; the levels of the SDK go from 0 to 1. */
const SPEECH = 0.15;

/** Whether this participant is audible right now, even if others are louder. */
export function useSpeaking(participant: Participant): boolean {
	return useSnapshot(
		useCallback((changed) => listen(participant, ['audio-level', 'media-status-changed'], changed), [participant]),
		useCallback(() => participant.micOn && participant.audioLevel > SPEECH, [participant]),
	);
}

/** Kinds of streams, as the SDK names them. */
type StreamKind = Stream['kind'];

/** The stream of that kind that a participant sends now. */
function streamOf(participant: Participant, kind: StreamKind): Stream | undefined {
	for (const stream of participant.streams.values()) if (stream.kind === kind) return stream;
	return undefined;
}
