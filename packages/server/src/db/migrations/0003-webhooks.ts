import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The outbox of webhooks: queues, messages, and what signs them. */
export const webhooks: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('webhook_sequences')
			.addColumn('scope', 'text', (column) => column.primaryKey())
			.addColumn('last', 'bigint', (column) => column.notNull())
			.addColumn('updated_at', 'bigint', (column) => column.notNull())
			.execute();

		await db.schema
			.createTable('webhook_queues')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('endpoint', 'text', (column) => column.notNull())
			.addColumn('next_at', 'bigint')
			.addColumn('claim', 'text')
			.addColumn('claimed_until', 'bigint', (column) => column.notNull().defaultTo(0))
			.addColumn('disabled_at', 'bigint')
			.addColumn('updated_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createIndex('webhook_queues_due')
			.on('webhook_queues')
			.column('next_at')
			.where(sql<boolean>`next_at is not null`)
			.execute();

		await db.schema
			.createTable('webhook_deliveries')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('room_id', 'text')
			.addColumn('session_id', 'text')
			.addColumn('resource_id', 'text')
			.addColumn('event', 'text', (column) => column.notNull())
			.addColumn('url', 'text', (column) => column.notNull())
			.addColumn('shown_url', 'text', (column) => column.notNull())
			.addColumn('body', 'text', (column) => column.notNull())
			.addColumn('queue_id', 'text', (column) => column.notNull())
			.addColumn('sequence', 'bigint', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
			.addColumn('queued_at', 'bigint', (column) => column.notNull())
			.addColumn('next_at', 'bigint')
			.addColumn('attempts', 'text', (column) => column.notNull().defaultTo('[]'))
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.execute();
		// Only what is on its way, however long the log of the delivered grows.
		await db.schema
			.createIndex('webhook_deliveries_pending')
			.on('webhook_deliveries')
			.columns(['queue_id', 'sequence'])
			.where(sql<boolean>`state = 'pending'`)
			.execute();
		await db.schema
			.createIndex('webhook_deliveries_newest')
			.on('webhook_deliveries')
			.columns(['key_id', 'created_at desc', 'id desc'])
			.execute();
		for (const column of ['room_id', 'session_id', 'resource_id', 'created_at'])
			await db.schema
				.createIndex(`webhook_deliveries_${column}`)
				.on('webhook_deliveries')
				.column(column)
				.where(sql<boolean>`${sql.ref(column)} is not null`)
				.execute();

		await db.schema
			.createTable('webhook_secrets')
			.addColumn('key_id', 'text', (column) => column.primaryKey().references('keys.id'))
			.addColumn('secret', 'text', (column) => column.notNull())
			.addColumn('previous', 'text')
			.addColumn('previous_until', 'bigint')
			.execute();
		await db.schema
			.createTable('webhook_signing_key')
			.addColumn('id', 'integer', (column) => column.primaryKey())
			.addColumn('private_key', 'text', (column) => column.notNull())
			.addColumn('public_key', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.execute();
	},
};
