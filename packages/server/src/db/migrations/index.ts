import type { Migration } from 'kysely/migration';
import { keysAndRooms } from './0001-keys-and-rooms.ts';
import { webhooks } from './0003-webhooks.ts';

/** Every migration, in order. Add at the end; never change one that was released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
	'0001-keys-and-rooms': keysAndRooms,
	'0003-webhooks': webhooks,
};
