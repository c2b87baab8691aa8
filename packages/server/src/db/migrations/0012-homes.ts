import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which of several servers carries the session of a room, and an index to find the one that somebody was in. */
export const homes: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('homes')
			.addColumn('room', 'text', (column) => column.primaryKey().references('rooms.id').onDelete('cascade'))
			.addColumn('run_id', 'text')
			.addColumn('epoch', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createIndex('homes_run')
			.on('homes')
			.column('run_id')
			.where(sql<boolean>`run_id is not null`)
			.execute();
		await db.schema
			.createIndex('stays_resume')
			.on('stays')
			.column('resume_hash')
			.where(sql<boolean>`end_at is null`)
			.execute();
	},
};
