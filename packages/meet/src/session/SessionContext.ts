import { createContext, useContext } from 'react';
import type { RoomSession } from './RoomSession.ts';

export const SessionContext = createContext<RoomSession | undefined>(undefined);

/** The visit to the room that this page shows. */
export function useSession(): RoomSession {
	const session = useContext(SessionContext);
	if (session === undefined) throw new Error('useSession outside of a room');
	return session;
}
