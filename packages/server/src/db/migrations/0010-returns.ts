import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who was in comes back after the end of its token, and who asked by name has a ticket as well. */
export const returns: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('stays').addColumn('resume_hash', 'text').execute();
		await db.schema.alterTable('stays').addColumn('token_hash', 'text').execute();
		await db.schema
			.alterTable('admissions')
			.addColumn('named', 'integer', (column) => column.notNull().defaultTo(0))
			.execute();
		await db
			.updateTable('admissions' as never)
			.set({ named: 1 } as never)
			.where('ticket_hash' as never, 'is', null)
			.execute();
	},
};
