import type { Meeting } from '@roomcast/client';
import { useEffect, useState } from 'react';

/** The state of the connection as `meeting-state-changed` told it last. */
export function useConnectionState(meeting: Meeting): string {
	const [state, setState] = useState('CONNECTED');
	useEffect(() => {
		const changed = (event: { state: string }) => setState(event.state);
		meeting.on('meeting-state-changed', changed);
		return () => meeting.off('meeting-state-changed', changed);
	}, [meeting]);
	return state;
}
