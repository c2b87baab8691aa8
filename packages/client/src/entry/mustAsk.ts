import { permissionConflict } from '@roomcast/contract/policy/permissionConflict';
import { MeetingError } from '../errors/MeetingError.ts';
import { tokenClaims } from '../identity/tokenClaims.ts';

/**
 * Whether the holder of this token has to ask to be let in.
 *
 * @throws MeetingError 4008 for `ask_join` together with another permission: it cannot be both
 */
export function mustAsk(token: string): boolean {
	const { permissions } = tokenClaims(token);
	if (!permissions.includes('ask_join')) return false;
	const conflict = permissionConflict(permissions);
	if (conflict !== undefined) throw MeetingError.of('INVALID_PERMISSIONS', conflict);
	return true;
}
