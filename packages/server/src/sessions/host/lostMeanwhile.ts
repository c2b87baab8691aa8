import { LEAVE_REASONS, type LeaveReason, RoomcastError } from '@roomcast/contract';

/**
 * What a join is answered with whose participant is out again: another one has its place, or the session is over.
 *
 * @param reason why it is out
 */
export function lostMeanwhile(participantId: string, { code, message }: LeaveReason): RoomcastError {
	if (code === LEAVE_REASONS.DUPLICATE_PARTICIPANT) return new RoomcastError('DUPLICATE_PARTICIPANT', participantId);
	return new RoomcastError('SESSION_NOT_FOUND', `it ended before the join was answered: ${message}`);
}
