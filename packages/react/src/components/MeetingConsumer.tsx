import type { ReactNode } from 'react';
import { type MeetingHandlers, type MeetingView, useMeeting } from '../hooks/useMeeting.ts';

/** Properties of {@link MeetingConsumer}: what to show, and handlers of events. */
export interface MeetingConsumerProps extends MeetingHandlers {
	/** What to show of the meeting; called again when something changes that it has read. */
	readonly children: (meeting: MeetingView) => ReactNode;
}

/** {@link useMeeting} as a component. */
export function MeetingConsumer({ children, ...handlers }: MeetingConsumerProps): ReactNode {
	return children(useMeeting(handlers));
}
