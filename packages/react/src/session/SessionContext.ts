import { createContext, useContext } from 'react';
import type { MeetingSession } from './MeetingSession.ts';

/** The session of the provider around a component. */
export const SessionContext = createContext<MeetingSession | null>(null);

/** @throws Error outside of a `MeetingProvider` */
export function useSession(): MeetingSession {
	const session = useContext(SessionContext);
	if (session === null)
		throw new Error('There is no MeetingProvider around this component; hooks of a meeting need one.');
	return session;
}
