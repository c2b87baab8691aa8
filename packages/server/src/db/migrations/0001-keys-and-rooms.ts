import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** API keys and rooms. `bigint` holds milliseconds, `integer` holds 0 or 1, `text` holds JSON. */
export const keysAndRooms: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('keys')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('secret', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull().unique())
			.addColumn('development', 'integer', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('revoked_at', 'bigint')
			.execute();
		// At most one development key is in force, also when two servers start on a new database at once.
		await db.schema
			.createIndex('keys_development')
			.unique()
			.on('keys')
			.column('development')
			.where(sql<boolean>`development = 1 and revoked_at is null`)
			.execute();

		await db.schema
			.createTable('rooms')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('room_id', 'text', (column) => column.notNull().unique())
			.addColumn('custom_room_id', 'text')
			.addColumn('disabled', 'integer', (column) => column.notNull().defaultTo(0))
			.addColumn('geo_fence', 'text')
			.addColumn('webhook', 'text')
			.addColumn('auto_close_config', 'text')
			.addColumn('auto_start_config', 'text')
			.addColumn('multi_composition', 'text')
			.addColumn('allowed_participant_ids', 'text')
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('updated_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createIndex('rooms_custom_room_id')
			.unique()
			.on('rooms')
			.columns(['key_id', 'custom_room_id'])
			.execute();
		await db.schema.createIndex('rooms_newest').on('rooms').columns(['key_id', 'created_at desc', 'id desc']).execute();
	},
};
