import type { PolicyCaller, PolicyRefusal, PolicyTarget } from './PolicyCaller.ts';
import { type Action, POLICY } from './policy.ts';

/**
 * Why a caller may not do something.
 *
 * @param target what it is about, where that is known; `new`: a room that is not there yet
 * @returns undefined when it may
 */
export function refusalOf(
	action: Action,
	caller: PolicyCaller,
	target?: PolicyTarget | 'new',
): PolicyRefusal | undefined {
	return POLICY[action].rule.refuse(caller) ?? (target === undefined ? undefined : confinement(caller, target));
}

/** Whether a caller may do something. @see refusalOf */
export function may(action: Action, caller: PolicyCaller, target?: PolicyTarget | 'new'): boolean {
	return refusalOf(action, caller, target) === undefined;
}

/** What a token is valid for, if not for everything. */
type Confined = Pick<PolicyCaller, 'roomId' | 'participantId'>;

/** Why a token is not valid for something, whatever it permits: it is for another room, or another participant. */
export function confinement(caller: Confined, target: PolicyTarget | 'new'): PolicyRefusal | undefined {
	const { roomId, participantId } = caller;
	if (target === 'new') {
		if (roomId === undefined) return undefined;
		return { error: 'UNAUTHORIZED_MEETING_ID', reason: `it is for ${roomId} and cannot create another` };
	}
	if (roomId !== undefined && roomId !== target.roomId && roomId !== target.customRoomId)
		return { error: 'UNAUTHORIZED_MEETING_ID', reason: `it is for ${roomId}` };
	if (participantId !== undefined && target.participantId !== undefined && participantId !== target.participantId)
		return {
			error: 'UNAUTHORIZED_PARTCIPANT_ID',
			reason: `it is for ${participantId}, not for ${target.participantId}`,
		};
	return undefined;
}
