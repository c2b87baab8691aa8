import type { Meeting } from '@roomcast/client';
import type { MeetingState } from '../session/meetingState.ts';
import { useSession } from '../session/SessionContext.ts';
import { useSelected } from '../store/useSelected.ts';

const joined = ({ isMeetingJoined, meeting }: MeetingState) => (isMeetingJoined ? meeting : null);

/** The meeting while we are in it; null outside. */
export function useJoinedMeeting(): Meeting | null {
	return useSelected(useSession().state, joined, Object.is);
}
