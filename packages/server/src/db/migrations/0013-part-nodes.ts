import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which node has a part of a capture: one that continues after its node died has parts on several. */
export const partNodes: Migration = {
	async up(db: Kysely<unknown>) {
		// Null where a server of the version before wrote it: then the node of the capture has it.
		await db.schema.alterTable('capture_parts').addColumn('node_id', 'text').execute();
	},
};
