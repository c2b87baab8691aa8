import { RoomcastError } from '@roomcast/contract';
import type { Caller } from './Caller.ts';

/**
 * Ending, removing and deactivating over REST are for those who may join without asking. `allow_join` is enough: servers
 * that were written for VideoSDK call REST with it alone, and without `roles`. Tokens for browsers have the role `rtc`.
 *
 * @throws RoomcastError INVALID_PERMISSIONS
 */
export function needDirector({ permissions }: Pick<Caller, 'permissions'>): void {
	if (permissions.includes('allow_join') || permissions.includes('allow_mod')) return;
	throw new RoomcastError('INVALID_PERMISSIONS', 'this needs `allow_join` or `allow_mod`');
}

/**
 * Letting in is for those who join without asking: neither for a guest with the token that it waits with, nor for
 * `allow_mod` alone.
 *
 * @throws RoomcastError INVALID_PERMISSIONS
 */
export function needDoorkeeper({ permissions }: Pick<Caller, 'permissions'>): void {
	if (permissions.includes('allow_join')) return;
	throw new RoomcastError('INVALID_PERMISSIONS', 'this needs `allow_join`');
}
