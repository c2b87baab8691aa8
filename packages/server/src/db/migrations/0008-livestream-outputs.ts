import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where livestreams go, and how that stands. */
export const livestreamOutputs: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('livestream_outputs')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('capture_id', 'text', (column) => column.notNull().references('captures.id'))
			.addColumn('url', 'text', (column) => column.notNull())
			.addColumn('stream_key', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('reason', 'text')
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('started_at', 'bigint')
			.addColumn('ended_at', 'bigint')
			.execute();
		await db.schema
			.createIndex('livestream_outputs_capture')
			.on('livestream_outputs')
			.columns(['capture_id', 'created_at'])
			.execute();
	},
};
