import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** For queues that several servers share: a clock without steps, and an index to find claims. */
export const queues: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('queue_clocks')
			.addColumn('boot_id', 'text', (column) => column.primaryKey())
			.addColumn('zero_at', 'bigint', (column) => column.notNull())
			.execute();
		for (const table of ['webhook_queues', 'stored_files'])
			await db.schema
				.createIndex(`${table}_claimed`)
				.on(table)
				.column('claim')
				.where(sql<boolean>`claim is not null`)
				.execute();
	},
};
