import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who runs sessions, what happened in them, and how good it was. */
export const sessions: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createTable('server_runs')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('node_id', 'text', (column) => column.notNull())
			.addColumn('started_at', 'bigint', (column) => column.notNull())
			.addColumn('alive_at', 'bigint', (column) => column.notNull())
			.execute();

		await db.schema
			.createTable('sessions')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
			.addColumn('room', 'text', (column) => column.notNull().references('rooms.id'))
			.addColumn('run_id', 'text', (column) => column.notNull())
			.addColumn('start_at', 'bigint', (column) => column.notNull())
			.addColumn('end_at', 'bigint')
			.addColumn('end_reason', 'text')
			.execute();
		// `end_at` is in both, so that counting the sessions of a status reads the index alone.
		await db.schema
			.createIndex('sessions_newest')
			.on('sessions')
			.columns(['key_id', 'start_at desc', 'id desc', 'end_at'])
			.execute();
		await db.schema
			.createIndex('sessions_room')
			.on('sessions')
			.columns(['room', 'start_at desc', 'id desc', 'end_at'])
			.execute();
		await db.schema
			.createIndex('sessions_open')
			.on('sessions')
			.columns(['key_id', 'start_at desc', 'id desc'])
			.where(sql<boolean>`end_at is null`)
			.execute();

		await db.schema
			.createTable('participants')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
			.addColumn('participant_id', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('user_agent', 'text')
			.addColumn('sdk', 'text')
			.addColumn('mode', 'text', (column) => column.notNull())
			.addColumn('leave_code', 'integer')
			.addColumn('leave_message', 'text')
			.addColumn('joined_at', 'bigint', (column) => column.notNull())
			.addUniqueConstraint('participants_of_session', ['session_id', 'participant_id'])
			.execute();
		await db.schema
			.createIndex('participants_order')
			.on('participants')
			.columns(['session_id', 'joined_at', 'id'])
			.execute();

		await db.schema
			.createTable('stays')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
			.addColumn('participant', 'text', (column) => column.notNull().references('participants.id'))
			.addColumn('start_at', 'bigint', (column) => column.notNull())
			.addColumn('end_at', 'bigint')
			.execute();
		await db.schema.createIndex('stays_participant').on('stays').columns(['participant', 'start_at', 'id']).execute();
		await db.schema
			.createIndex('stays_open')
			.on('stays')
			.columns(['session_id', 'participant'])
			.where(sql<boolean>`end_at is null`)
			.execute();

		await db.schema
			.createTable('stream_spans')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('participant', 'text', (column) => column.notNull().references('participants.id'))
			.addColumn('stay', 'text', (column) => column.notNull().references('stays.id'))
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('start_at', 'bigint', (column) => column.notNull())
			.addColumn('end_at', 'bigint')
			.execute();
		await db.schema
			.createIndex('stream_spans_participant')
			.on('stream_spans')
			.columns(['participant', 'start_at', 'id'])
			.execute();
		await db.schema
			.createIndex('stream_spans_open')
			.on('stream_spans')
			.columns(['stay', 'kind'])
			.where(sql<boolean>`end_at is null`)
			.execute();

		await db.schema
			.createTable('mode_changes')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('participant', 'text', (column) => column.notNull().references('participants.id'))
			.addColumn('mode', 'text', (column) => column.notNull())
			.addColumn('at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createIndex('mode_changes_participant')
			.on('mode_changes')
			.columns(['participant', 'at', 'id'])
			.execute();

		await db.schema
			.createTable('messages')
			.addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
			.addColumn('topic', 'text', (column) => column.notNull())
			.addColumn('number', 'bigint', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull().unique())
			.addColumn('sender_id', 'text', (column) => column.notNull())
			.addColumn('sender_name', 'text', (column) => column.notNull())
			.addColumn('message', 'text', (column) => column.notNull())
			.addColumn('payload', 'text')
			.addColumn('send_only', 'text')
			.addColumn('at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('messages_order', ['session_id', 'topic', 'number'])
			.execute();

		await db.schema
			.createTable('quality_samples')
			.addColumn('participant', 'text', (column) => column.notNull().references('participants.id'))
			.addColumn('at', 'bigint', (column) => column.notNull())
			.addColumn('session_id', 'text', (column) => column.notNull())
			.addColumn('recv_audio_lost', 'integer', (column) => column.notNull())
			.addColumn('recv_video_lost', 'integer', (column) => column.notNull())
			.addColumn('send_audio_lost', 'integer', (column) => column.notNull())
			.addColumn('send_video_lost', 'integer', (column) => column.notNull())
			.addColumn('audio_rtt', 'real')
			.addColumn('video_rtt', 'real')
			.addColumn('audio_jitter', 'real')
			.addColumn('video_jitter', 'real')
			.addColumn('send_audio_bitrate', 'real')
			.addColumn('send_video_bitrate', 'real')
			.addColumn('recv_audio_bitrate', 'real')
			.addColumn('recv_video_bitrate', 'real')
			.addColumn('audio_score', 'real')
			.addColumn('video_score', 'real')
			.addColumn('resolutions', 'text')
			.addPrimaryKeyConstraint('quality_samples_of_participant', ['participant', 'at'])
			.execute();
		await db.schema
			.createIndex('quality_samples_session')
			.on('quality_samples')
			.columns(['session_id', 'at'])
			.execute();
	},
};
