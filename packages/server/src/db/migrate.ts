import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { Tables } from './schema.ts';

/**
 * Bring the database to the newest schema. Safe while other servers do the same: PostgreSQL takes an advisory lock,
 * SQLite a write transaction, and who comes second finds nothing left to do.
 *
 * @returns names of the migrations that were applied now
 */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
	const { error, results } = await migrator.migrateToLatest();
	if (error !== undefined) {
		const failed = results?.find((result) => result.status === 'Error')?.migrationName;
		throw new Error(
			failed === undefined ? 'The database could not be migrated' : `Migration ${failed} failed and was rolled back`,
			{ cause: error },
		);
	}
	return (results ?? []).map((result) => result.migrationName);
}
