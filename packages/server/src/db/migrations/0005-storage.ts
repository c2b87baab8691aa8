import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files on their way to their storage, the storages of keys, and what signs links. */
export const storage: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('key_storages')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('endpoint', 'text')
			.addColumn('region', 'text', (column) => column.notNull())
			.addColumn('bucket', 'text', (column) => column.notNull())
			.addColumn('prefix', 'text', (column) => column.notNull())
			.addColumn('access_key_id', 'text', (column) => column.notNull())
			.addColumn('secret_access_key', 'text')
			.addColumn('force_path_style', 'integer', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('updated_at', 'bigint', (column) => column.notNull())
			.addColumn('replaced_at', 'bigint')
			.execute();
		await db.schema
			.createIndex('key_storages_in_force')
			.unique()
			.on('key_storages')
			.column('key_id')
			.where(sql<boolean>`replaced_at is null`)
			.execute();

		await db.schema
			.createTable('stored_files')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('capture_id', 'text')
			.addColumn('path', 'text', (column) => column.notNull())
			.addColumn('queue', 'text', (column) => column.notNull())
			.addColumn('content_type', 'text', (column) => column.notNull())
			.addColumn('size', 'bigint', (column) => column.notNull())
			.addColumn('meta', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('target', 'text', (column) => column.notNull())
			.addColumn('key_storage_id', 'text', (column) => column.references('key_storages.id'))
			.addColumn('location', 'text')
			.addColumn('local_path', 'text')
			.addColumn('node_id', 'text')
			.addColumn('presigned_url', 'text')
			.addColumn('upload_id', 'text')
			.addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
			.addColumn('next_at', 'bigint')
			.addColumn('claim', 'text')
			.addColumn('claimed_until', 'bigint', (column) => column.notNull().defaultTo(0))
			.addColumn('error', 'text')
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('stored_at', 'bigint')
			.addColumn('queued_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('stored_files_path').unique().on('stored_files').columns(['queue', 'path']).execute();
		// Only what is to be done, however many are stored.
		await db.schema
			.createIndex('stored_files_due')
			.on('stored_files')
			.column('next_at')
			.where(sql<boolean>`next_at is not null`)
			.execute();
		await db.schema
			.createIndex('stored_files_capture')
			.on('stored_files')
			.column('capture_id')
			.where(sql<boolean>`capture_id is not null`)
			.execute();

		await db.schema
			.createTable('file_link_secret')
			.addColumn('id', 'integer', (column) => column.primaryKey())
			.addColumn('secret', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.execute();
	},
};
