import type { PubSubMessage } from '@roomcast/contract';
import { type Selectable, sql } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { MessagesTable } from '../db/sessionTables.ts';
import type { JournalMessage } from './host/SessionJournal.ts';

/** The topic of the chat of the meeting page and of VideoSDK's prebuilt UI. */
const CHAT = 'CHAT';

/** Most characters of kept messages in one answer, but always one message. */
const MAX_CHARACTERS = 512 * 1024;
/** Most messages that are read at a time: the largest ones are 32 KB each. */
const CHUNK = 50;

/** Keep a message; the oldest of its topic goes when there are more than `most`. */
export async function insertMessage(
	queries: Queries,
	sessionId: string,
	{ message, sendOnly }: JournalMessage,
	most: number,
): Promise<void> {
	const { last } = await queries
		.selectFrom('messages')
		.select((select) => select.fn.max<number | null>('number').as('last'))
		.where('session_id', '=', sessionId)
		.where('topic', '=', message.topic)
		.executeTakeFirstOrThrow();
	const number = (last ?? 0) + 1;
	await queries
		.insertInto('messages')
		.values({
			session_id: sessionId,
			topic: message.topic,
			number,
			id: message.id,
			sender_id: message.senderId,
			sender_name: message.senderName,
			message: message.message,
			payload: message.payload === undefined ? null : JSON.stringify(message.payload),
			send_only: sendOnly === null ? null : JSON.stringify(sendOnly),
			at: Date.parse(message.timestamp),
		})
		.execute();
	if (number > most)
		await queries
			.deleteFrom('messages')
			.where('session_id', '=', sessionId)
			.where('topic', '=', message.topic)
			.where('number', '<=', number - most)
			.execute();
}

/**
 * The newest messages of a topic that a participant may read, oldest first.
 *
 * @param limit how many at most; fewer where they are large
 * @param before only those older than the message with this id; nothing when there is no such message
 */
export async function readMessages(
	queries: Queries,
	of: { sessionId: string; topic: string; reader: string },
	limit: number,
	before: string | undefined,
): Promise<{ messages: PubSubMessage[]; more: boolean }> {
	const named = JSON.stringify(of.reader);
	let selection = queries
		.selectFrom('messages')
		.selectAll()
		.where('session_id', '=', of.sessionId)
		.where('topic', '=', of.topic)
		.where((where) =>
			// Ids hold no quotes, so a quoted id is in the array exactly when taking it out changes the text. `like` would
			// not do: on SQLite it does not look at the case.
			where.or([
				where('send_only', 'is', null),
				sql<boolean>`replace(${sql.ref('send_only')}, ${named}, '') <> ${sql.ref('send_only')}`,
			]),
		);
	if (before !== undefined)
		selection = selection.where('number', '<', (select) =>
			select
				.selectFrom('messages as earlier')
				.select('earlier.number')
				.where('earlier.id', '=', before)
				.where('earlier.session_id', '=', of.sessionId)
				.where('earlier.topic', '=', of.topic),
		);
	const found: Selectable<MessagesTable>[] = [];
	let characters = 0;
	for (;;) {
		const oldest = found.at(-1)?.number;
		const size = Math.min(CHUNK, limit + 1 - found.length);
		const rows = await (oldest === undefined ? selection : selection.where('number', '<', oldest))
			.orderBy('number', 'desc')
			.limit(size)
			.execute();
		for (const row of rows) {
			characters += row.message.length + (row.payload?.length ?? 0);
			if (found.length === limit || (found.length > 0 && characters > MAX_CHARACTERS))
				return { messages: found.reverse().map(toMessage), more: true };
			found.push(row);
		}
		if (rows.length < size) return { messages: found.reverse().map(toMessage), more: false };
	}
}

/** A message of the chat, with who may read it; null: everybody. */
export interface ChatMessage {
	readonly number: number;
	readonly message: PubSubMessage;
	readonly sendOnly: readonly string[] | null;
}

/** A part of the chat of a session, oldest first: what comes after message `after` (0: from the start). */
export async function readChat(
	queries: Queries,
	sessionId: string,
	after: number,
	limit: number,
): Promise<ChatMessage[]> {
	const rows = await queries
		.selectFrom('messages')
		.selectAll()
		.where('session_id', '=', sessionId)
		.where('topic', '=', CHAT)
		.where('number', '>', after)
		.orderBy('number')
		.limit(limit)
		.execute();
	return rows.map((row) => ({
		number: row.number,
		message: toMessage(row),
		sendOnly: row.send_only === null ? null : (JSON.parse(row.send_only) as string[]),
	}));
}

/** Those of these sessions in which somebody wrote into the chat. */
export async function sessionsWithChat(queries: Queries, sessionIds: readonly string[]): Promise<Set<string>> {
	if (sessionIds.length === 0) return new Set();
	const rows = await queries
		.selectFrom('messages')
		.select('session_id')
		.distinct()
		.where('session_id', 'in', sessionIds)
		.where('topic', '=', CHAT)
		.execute();
	return new Set(rows.map((row) => row.session_id));
}

function toMessage(row: Selectable<MessagesTable>): PubSubMessage {
	return {
		id: row.id,
		topic: row.topic,
		message: row.message,
		...(row.payload === null ? {} : { payload: JSON.parse(row.payload) as Record<string, unknown> }),
		senderId: row.sender_id,
		senderName: row.sender_name,
		timestamp: new Date(row.at).toISOString(),
	};
}
