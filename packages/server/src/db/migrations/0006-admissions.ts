import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who was let into a session that runs, after asking. */
export const admissions: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('admissions')
			.addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
			.addColumn('participant_id', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('admissions_of_session', ['session_id', 'participant_id'])
			.execute();
	},
};
