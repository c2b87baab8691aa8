import { MeetingError } from '../errors/MeetingError.ts';
import { tokenClaims } from './tokenClaims.ts';

/**
 * Whether the holder of this token has to ask to be let in.
 *
 * @throws MeetingError 4008 for `ask_join` together with another permission: it cannot be both
 */
export function mustAsk(token: string): boolean {
	const { permissions } = tokenClaims(token);
	if (!permissions.includes('ask_join')) return false;
	const others = permissions.filter((permission) => permission !== 'ask_join');
	if (others.length > 0)
		throw MeetingError.of('INVALID_PERMISSIONS', `ask_join goes with no other, and the token has ${others.join(', ')}`);
	return true;
}
