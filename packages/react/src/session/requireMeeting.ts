import { type Meeting, MeetingError } from '@roomcast/client';

/** @throws MeetingError 3035 outside of a meeting */
export function requireMeeting(meeting: Meeting | null): Meeting {
	if (meeting === null) throw MeetingError.of('ERROR_ACTION_PERFORMED_BEFORE_MEETING_JOINED');
	return meeting;
}
