import { useCall } from '../call/CallContext.ts';
import { guestChoices } from './invitationChoices.ts';

/** Whether this person can make links for others. */
export function useMayInvite(): boolean {
	return guestChoices(useCall().meeting.permissions).length > 0;
}
