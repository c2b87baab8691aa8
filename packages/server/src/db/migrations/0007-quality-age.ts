import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Finds the measurements that are old enough to be deleted, however many there are. */
export const qualityAge: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.createIndex('quality_samples_age').on('quality_samples').column('at').execute();
	},
};
