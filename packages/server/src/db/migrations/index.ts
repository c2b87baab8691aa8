import type { Migration } from 'kysely/migration';
import { keysAndRooms } from './0001-keys-and-rooms.ts';

/** Every migration, in order. Add at the end; never change one that was released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
	'0001-keys-and-rooms': keysAndRooms,
};
