import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who was let in is who has the ticket; and what moderators decided about whom in a session that runs. */
export const entrance: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('admissions').addColumn('ticket_hash', 'text').execute();
		await db.schema
			.createTable('sanctions')
			.addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('value', 'text', (column) => column.notNull())
			.addColumn('mode', 'text')
			.addPrimaryKeyConstraint('sanctions_of_session', ['session_id', 'kind', 'value'])
			.execute();
	},
};
