import {
	type Action,
	confinement,
	type PolicyCaller,
	type PolicyTarget,
	RoomcastError,
	refusalOf,
} from '@roomcast/contract';

/**
 * Let only those pass who may do something.
 *
 * @param target what it is about, where that is known
 * @throws RoomcastError INVALID_PERMISSIONS, UNAUTHORIZED_ROLE, UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID
 */
export function authorize(action: Action, caller: PolicyCaller, target?: PolicyTarget | 'new'): void {
	const refusal = refusalOf(action, caller, target);
	if (refusal !== undefined) throw new RoomcastError(refusal.error, refusal.reason);
}

/**
 * Let only those pass whose token is valid for a room, whatever they do with it: routes ask for their action before the
 * room is known.
 *
 * @throws RoomcastError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID
 */
export function confine(caller: Pick<PolicyCaller, 'roomId' | 'participantId'>, target: PolicyTarget | 'new'): void {
	const refusal = confinement(caller, target);
	if (refusal !== undefined) throw new RoomcastError(refusal.error, refusal.reason);
}
