import { RoomcastError } from '@roomcast/contract';
import type { Caller } from './Caller.ts';

/**
 * Ending, removing, letting in and deactivating are for those who may join without asking: a guest who waits must not
 * let itself in with the token that it waits with.
 *
 * @throws RoomcastError INVALID_PERMISSIONS
 */
export function needDirector({ permissions }: Pick<Caller, 'permissions'>): void {
	if (permissions.includes('allow_join') || permissions.includes('allow_mod')) return;
	throw new RoomcastError('INVALID_PERMISSIONS', 'this needs `allow_join` or `allow_mod`');
}
