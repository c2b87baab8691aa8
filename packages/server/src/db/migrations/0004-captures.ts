import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Recordings and streams, and the pieces that they are made of. */
export const captures: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('captures')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
			.addColumn('session_id', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('participant_id', 'text')
			.addColumn('participant_name', 'text')
			.addColumn('track_kind', 'text')
			.addColumn('options', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('slot', 'text')
			.addColumn('end_reason', 'text')
			.addColumn('error', 'text')
			.addColumn('folder', 'text', (column) => column.notNull())
			.addColumn('node_id', 'text', (column) => column.notNull())
			.addColumn('run_id', 'text', (column) => column.notNull())
			.addColumn('started_at', 'bigint')
			.addColumn('ended_at', 'bigint')
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('updated_at', 'bigint', (column) => column.notNull())
			.addColumn('deleted_at', 'bigint')
			.execute();
		// One of a kind at a time, unless the room allows several: then each has a slot of its own.
		await db.schema
			.createIndex('captures_slot')
			.unique()
			.on('captures')
			.columns(['session_id', 'slot'])
			.where(sql<boolean>`slot is not null`)
			.execute();
		await db.schema
			.createIndex('captures_unfinished')
			.on('captures')
			.column('run_id')
			.where(sql<boolean>`state in ('STARTING', 'STARTED', 'STOPPING')`)
			.execute();
		await db.schema
			.createIndex('captures_newest')
			.on('captures')
			.columns(['key_id', 'kind', 'created_at desc', 'id desc'])
			.execute();
		for (const column of ['room', 'session_id'])
			await db.schema.createIndex(`captures_${column}`).on('captures').column(column).execute();

		await db.schema
			.createTable('capture_parts')
			.addColumn('capture_id', 'text', (column) => column.notNull().references('captures.id'))
			.addColumn('number', 'integer', (column) => column.notNull())
			.addColumn('path', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('capture_parts_pk', ['capture_id', 'number'])
			.execute();
	},
};
