import type { Participant, Stream } from '@roomcast/client';

/** Kinds of streams, as the SDK names them. */
export type StreamKind = Stream['kind'];

/** The stream of that kind that a participant sends now. */
export function streamOf(participant: Participant, kind: StreamKind): Stream | undefined {
	for (const stream of participant.streams.values()) if (stream.kind === kind) return stream;
	return undefined;
}
