import { RoomcastError } from '@roomcast/contract';
import type { Queries } from '../../db/Database.ts';
import { epochMs } from '../../time/clock.ts';
import { readChat, sessionsWithChat } from '../messageStore.ts';
import type { StoredSession } from '../StoredSession.ts';
import { findSession } from '../store.ts';
import type { ChatLinks } from './ChatLinks.ts';
import { csvLine } from './csv.ts';

/** Messages that are read at a time. */
const BATCH = 500;

/** What was written into the chats of sessions. */
export class ChatService {
	readonly #queries: Queries;
	readonly #links: ChatLinks;
	readonly #publicUrl: () => string;

	constructor(queries: Queries, links: ChatLinks, publicUrl: () => string) {
		this.#queries = queries;
		this.#links = links;
		this.#publicUrl = publicUrl;
	}

	/** Links to the chats of those of these sessions that have one, by id of the session. */
	async links(sessions: readonly StoredSession[]): Promise<Map<string, string>> {
		const written = await sessionsWithChat(
			this.#queries,
			sessions.map(({ id }) => id),
		);
		const links = new Map<string, string>();
		for (const session of sessions) {
			const path = written.has(session.id) ? await this.#links.pathOf(session, epochMs()) : null;
			if (path !== null) links.set(session.id, `${this.#publicUrl()}${path}`);
		}
		return links;
	}

	/**
	 * The chat of a session as CSV, a batch of lines at a time: when, who, what, and to whom when it was not to everybody.
	 *
	 * @throws RoomcastError INVALID_TOKEN when the link is not one of ours, or has expired
	 */
	async csv(sessionId: string, link: { expires: number; signature: string }): Promise<AsyncGenerator<string>> {
		const session = await findSession(this.#queries, sessionId);
		// Guessing does not show which sessions exist.
		if (session === undefined) throw new RoomcastError('INVALID_TOKEN', 'this link was not made by this server');
		await this.#links.check(session, link, epochMs());
		return this.#lines(session.id);
	}

	async *#lines(sessionId: string): AsyncGenerator<string> {
		yield csvLine(['timestamp', 'senderId', 'senderName', 'message', 'sentTo']);
		for (let after = 0; ; ) {
			const batch = await readChat(this.#queries, sessionId, after, BATCH);
			const last = batch.at(-1);
			if (last === undefined) return;
			yield batch
				.map(({ message, sendOnly }) =>
					csvLine([
						message.timestamp,
						message.senderId,
						message.senderName,
						message.message,
						sendOnly === null ? '' : sendOnly.join(' '),
					]),
				)
				.join('');
			after = last.number;
		}
	}
}
