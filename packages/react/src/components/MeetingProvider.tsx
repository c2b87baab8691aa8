import type { MeetingOptions } from '@roomcast/client';
import { type ReactNode, useEffect, useInsertionEffect, useRef, useState } from 'react';
import { MeetingSession } from '../session/MeetingSession.ts';
import { SessionContext } from '../session/SessionContext.ts';

/** Properties of {@link MeetingProvider}. */
export interface MeetingProviderProps {
	readonly children?: ReactNode;
	/** The room, and how it is entered; read at each `join()`. */
	readonly config: MeetingOptions;
	/** A Roomcast token, signed by your own server. Another one renews that of a meeting that runs. */
	readonly token: string;
	/** Enters the meeting as soon as the provider is on the page, without `join()`; false when not given. */
	readonly joinWithoutUserInteraction?: boolean;
	/**
	 * Whether a meeting that runs is left for a new one when `config.meetingId` or `token` changes; false when not given.
	 */
	readonly reinitialiseMeetingOnConfigChange?: boolean;
}

/**
 * Gives the components in it a meeting. It is left when the provider is removed from the page. Several providers are
 * several meetings.
 */
export function MeetingProvider({
	children,
	config,
	token,
	joinWithoutUserInteraction = false,
	reinitialiseMeetingOnConfigChange = false,
}: MeetingProviderProps): ReactNode {
	const [session] = useState(() => new MeetingSession({ config, token }));
	// Before the effects of components in it, which may call `join()`.
	useInsertionEffect(() => session.configure({ config, token }));
	const { meetingId } = config;
	const shown = useRef({ meetingId, token });
	useEffect(() => {
		const before = shown.current;
		if (before.meetingId === meetingId && before.token === token) return;
		shown.current = { meetingId, token };
		session.handleChanged(reinitialiseMeetingOnConfigChange);
	}, [session, meetingId, token, reinitialiseMeetingOnConfigChange]);
	useEffect(() => {
		session.mount(joinWithoutUserInteraction);
		return () => session.unmount();
	}, [session, joinWithoutUserInteraction]);
	return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}
