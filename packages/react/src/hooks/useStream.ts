import { MeetingError, type StreamEvents } from '@roomcast/client';
import { useMemo } from 'react';
import { useSession } from '../session/SessionContext.ts';
import type { StreamInfo } from '../session/streamState.ts';
import { useTracked } from '../store/useTracked.ts';
import { useEvents } from './useEvents.ts';

const EVENTS = { onStreamStateChanged: 'state' } as const satisfies Record<string, keyof StreamEvents>;

/** Handlers of events of a stream. */
export interface StreamHandlers {
	/** Its media flows, is stuck, or has ended. */
	readonly onStreamStateChanged?: ((...args: StreamEvents['state']) => void) | undefined;
}

/** What {@link useStream} can do. Each rejects with MeetingError 3068 while there is no such stream. */
export interface StreamMethods {
	/** Stops receiving the stream, or sending it, until `resume()`. @throws MeetingError what the server refused */
	pause(): Promise<void>;
	/** Ends what `pause()` began. @throws MeetingError what the server refused */
	resume(): Promise<void>;
}

/** What {@link useStream} returns. */
export type StreamView = Readonly<StreamInfo> & StreamMethods;

const NONE: StreamHandlers = {};
const streamOf = ({ stream }: StreamInfo) => stream;

/**
 * A stream of any participant.
 *
 * @param streamId there needs to be no such stream yet, or any more
 * @param handlers are called on events of the stream; they may be other functions at each render
 * @throws Error outside of a `MeetingProvider`
 */
export function useStream(streamId: string, handlers: StreamHandlers = NONE): StreamView {
	const session = useSession();
	const source = useMemo(() => session.streams.source(streamId), [session, streamId]);
	useEvents(source, streamOf, EVENTS, handlers);
	const methods = useMemo((): StreamMethods => {
		const call = async (name: 'pause' | 'resume') => {
			const { stream } = source.get();
			if (stream === null) throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', `there is no stream "${streamId}"`);
			try {
				await stream[name]();
			} finally {
				session.refreshStream(streamId);
			}
		};
		return { pause: () => call('pause'), resume: () => call('resume') };
	}, [session, source, streamId]);
	return useTracked(source, methods);
}
