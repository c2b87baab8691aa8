import { LEAVE_REASONS as REASONS } from '@roomcast/contract/signalling/participant';
import type { LeaveReason, LeaveReasonName } from '../contract/types.ts';

/** Numbers of the leave reasons. */
export const LEAVE_REASONS: Readonly<Record<LeaveReasonName, number>> = REASONS;

/** The leave reason of that name. */
export function leaveReason(name: LeaveReasonName): LeaveReason {
	return { code: LEAVE_REASONS[name], message: name };
}
