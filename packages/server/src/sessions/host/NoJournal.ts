import type { PubSubMessage } from '@roomcast/contract';
import type { JournalMessage, JournalSession, OpenSession, SessionJournal } from './SessionJournal.ts';

/** A journal that remembers messages while it lives, and nothing else. For tests of sessions without a database. */
export class NoJournal implements SessionJournal {
	readonly #messages = new Map<string, JournalMessage[]>();

	async joined(): Promise<void> {}
	async left(): Promise<void> {}
	async ended(): Promise<void> {}
	async switched(): Promise<void> {}
	async modeChanged(): Promise<void> {}
	async admitted(): Promise<void> {}
	async sanctioned(): Promise<void> {}

	async published(session: JournalSession, message: JournalMessage): Promise<void> {
		const kept = this.#messages.get(session.sessionId) ?? [];
		this.#messages.set(session.sessionId, [...kept, message]);
	}

	async messages(session: JournalSession, topic: string, reader: string, limit: number, before: string | undefined) {
		const kept = this.#messages.get(session.sessionId) ?? [];
		const readable = kept
			.filter(({ message, sendOnly }) => message.topic === topic && (sendOnly === null || sendOnly.includes(reader)))
			.map(({ message }): PubSubMessage => message);
		const end = before === undefined ? readable.length : readable.findIndex(({ id }) => id === before);
		const start = Math.max(0, end - limit);
		return { messages: readable.slice(start, Math.max(start, end)), more: start > 0 };
	}

	async takeFrom(): Promise<boolean> {
		return false;
	}

	async recover(_each: (open: OpenSession) => void): Promise<void> {}
}
