import {
	type LeaveReason,
	leaveReason,
	MAX_PERSISTED_MESSAGES,
	type Mode,
	type PubSubMessage,
	type StreamKind,
} from '@roomcast/contract';
import type { Homes } from '../cluster/homes/Homes.ts';
import type { Database, Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import type { OutboxEvent } from '../webhooks/Outbox.ts';
import type { Heartbeat } from './alive/Heartbeat.ts';
import { type OpenedSession, openSessionsOf, type ServerRun, takeSession } from './alive/runStore.ts';
import { deleteAdmission, deleteEntrance, entranceOf, insertAdmissions, writeSanctions } from './entranceStore.ts';
import type { Sanction } from './host/Sanctions.ts';
import type {
	JournalMessage,
	JournalSession,
	JournalStay,
	OpenSession,
	SessionJournal,
} from './host/SessionJournal.ts';
import type { Admitted } from './host/WaitingRoom.ts';
import {
	changeMode,
	closeSession,
	closeSpan,
	closeStay,
	insertSession,
	insertStay,
	lastStayEnd,
	openSpan,
	openStays,
	upsertParticipant,
} from './journalStore.ts';
import { insertMessage, readMessages } from './messageStore.ts';

export interface DatabaseJournalOptions {
	readonly database: Database;
	readonly heartbeat: Heartbeat;
	readonly homes: Homes;
	/** Hears of rooms whose sessions were taken over from a server that seemed dead. */
	readonly onTaken?: (runId: string, rooms: readonly string[]) => void;
	/** Where webhooks are written, in the transaction of what they report. */
	readonly outbox: { append(transaction: Queries, event: OutboxEvent): Promise<unknown> };
}

/** What a webhook reports of a session. */
type Message = Pick<OutboxEvent, 'event' | 'data'>;

/** Writes sessions into the database. */
export class DatabaseJournal implements SessionJournal {
	readonly #database: Database;
	readonly #heartbeat: Heartbeat;
	readonly #homes: Homes;
	readonly #outbox: DatabaseJournalOptions['outbox'];
	readonly #onTaken: NonNullable<DatabaseJournalOptions['onTaken']>;

	constructor({ database, heartbeat, homes, onTaken = () => {}, outbox }: DatabaseJournalOptions) {
		this.#onTaken = onTaken;
		this.#database = database;
		this.#heartbeat = heartbeat;
		this.#homes = homes;
		this.#outbox = outbox;
	}

	joined(session: JournalSession, stay: JournalStay): Promise<void> {
		return this.#write(session, async (transaction) => {
			const messages: Message[] = [];
			if (await insertSession(transaction, session, this.#heartbeat.runId)) {
				await insertAdmissions(transaction, session.sessionId, session.entrance.admitted);
				messages.push({ event: 'session-started', data: { ...ids(session), start: iso(session.startedAt) } });
			}
			const participant = await upsertParticipant(transaction, session, stay);
			await insertStay(transaction, session, stay, participant);
			messages.push({
				event: 'participant-joined',
				data: {
					...ids(session),
					participantId: stay.participantId,
					participantName: stay.displayName,
					joinedAt: iso(stay.joinedAt),
				},
			});
			await this.#report(transaction, session, messages);
		});
	}

	left(session: JournalSession, stay: JournalStay, at: number, reason: LeaveReason): Promise<void> {
		return this.#write(session, async (transaction) => {
			await this.#report(transaction, session, await this.#close(transaction, session, stay, at, reason));
		});
	}

	ended(session: JournalSession, at: number, reason: string): Promise<void> {
		return this.#write(session, async (transaction) => {
			// Nobody is in any more. A stay that is open here is one whose end could not be written.
			const messages = await this.#closeAll(transaction, session, at);
			// A session ends with the last who was in it, also when that was before its server died.
			const end = (await lastStayEnd(transaction, session.sessionId)) ?? at;
			if (await closeSession(transaction, session.sessionId, end, reason)) {
				await deleteEntrance(transaction, session.sessionId);
				messages.push({
					event: 'session-ended',
					data: {
						...ids(session),
						start: iso(session.startedAt),
						end: iso(end),
						duration: seconds(session.startedAt, end),
						reason,
					},
				});
			}
			await this.#report(transaction, session, messages);
		});
	}

	switched(session: JournalSession, stay: JournalStay, kind: StreamKind, on: boolean, at: number): Promise<void> {
		return this.#write(session, (transaction) => (on ? openSpan : closeSpan)(transaction, stay.stayId, kind, at));
	}

	modeChanged(session: JournalSession, stay: JournalStay, mode: Mode, at: number): Promise<void> {
		return this.#write(session, (transaction) => changeMode(transaction, stay.stayId, mode, at));
	}

	admitted(session: JournalSession, admitted: Admitted): Promise<void> {
		return this.#write(session, (transaction) => insertAdmissions(transaction, session.sessionId, [admitted]));
	}

	sanctioned(session: JournalSession, participantId: string, sanctions: readonly Sanction[]): Promise<void> {
		const { sessionId } = session;
		return this.#write(session, async (transaction) => {
			if (sanctions.some(({ mode }) => mode === null)) await deleteAdmission(transaction, sessionId, participantId);
			await writeSanctions(transaction, sessionId, sanctions);
		});
	}

	published(session: JournalSession, message: JournalMessage): Promise<void> {
		return this.#write(session, (transaction) =>
			insertMessage(transaction, session.sessionId, message, MAX_PERSISTED_MESSAGES),
		);
	}

	messages(
		{ sessionId }: JournalSession,
		topic: string,
		reader: string,
		limit: number,
		before: string | undefined,
	): Promise<{ messages: PubSubMessage[]; more: boolean }> {
		return readMessages(this.#database.queries, { sessionId, topic, reader }, limit, before);
	}

	/** May be called again and again: what another server left open is taken over once it is dead. */
	async recover(each: (open: OpenSession) => void): Promise<void> {
		await this.#homes.sweep();
		for (const run of await this.#heartbeat.deadRuns()) {
			const taken: string[] = [];
			for (const session of await openSessionsOf(this.#database.queries, run.id))
				if (await this.#homes.taking(session.room.id, () => this.#takeOver(session, run, each)))
					taken.push(session.room.id);
			await this.#homes.free(run.id);
			await this.#heartbeat.forget(run);
			if (taken.length > 0) this.#onTaken(run.id, taken);
		}
	}

	async takeFrom(runId: string, sessionId: string, each: (open: OpenSession) => void): Promise<boolean> {
		const [session] = await openSessionsOf(this.#database.queries, runId, sessionId);
		if (session === undefined) return false;
		const run = { id: runId, nodeId: '', aliveAt: epochMs() };
		return this.#homes.taking(session.room.id, () => this.#takeOver(session, run, each));
	}

	/** One transaction of the server that has the session. */
	#write<T>({ room, epoch }: JournalSession, work: (transaction: Queries) => Promise<T>): Promise<T> {
		return this.#database.transaction(async (transaction) => {
			await this.#homes.guard(transaction, room.id, epoch);
			return work(transaction);
		});
	}

	async #takeOver(session: OpenedSession, run: ServerRun, each: (open: OpenSession) => void): Promise<boolean> {
		const taken = await this.#take(session, run);
		if (taken !== undefined) each({ ...taken, home: this.#homes.taken(session.room.id, taken.session.epoch) });
		return taken !== undefined;
	}

	#take(session: OpenedSession, run: ServerRun): Promise<Omit<OpenSession, 'home'> | undefined> {
		return this.#database.transaction(async (transaction) => {
			if (!(await takeSession(transaction, session.sessionId, run.id, this.#heartbeat.runId))) return undefined;
			// What the other one still writes, if it only slept, comes before this or is refused.
			const epoch = await this.#homes.take(transaction, session.room.id);
			const messages = await this.#closeAll(transaction, session, run.aliveAt);
			const entrance = await entranceOf(transaction, session.sessionId);
			const aliveAt = (await lastStayEnd(transaction, session.sessionId)) ?? run.aliveAt;
			await this.#report(transaction, session, messages);
			return { session: { ...session, entrance, epoch }, aliveAt };
		});
	}

	/** Closes the stays that are open: their server is gone. @returns what to report of them */
	async #closeAll(transaction: Queries, session: OpenedSession, at: number): Promise<Message[]> {
		const messages: Message[] = [];
		const reason = leaveReason('WEBSOCKET_DISCONNECTED');
		// Somebody who joined after the last sign of life was there for an instant.
		for (const stay of await openStays(transaction, session.sessionId))
			messages.push(...(await this.#close(transaction, session, stay, Math.max(at, stay.joinedAt), reason)));
		return messages;
	}

	/** Closes a stay. @returns what to report of it: nothing when it was closed before */
	async #close(
		transaction: Queries,
		session: OpenedSession,
		stay: Pick<JournalStay, 'stayId' | 'participantId' | 'displayName'>,
		at: number,
		reason: LeaveReason,
	): Promise<Message[]> {
		const closed = await closeStay(transaction, stay.stayId, at, reason);
		if (closed === undefined) return [];
		const data = {
			...ids(session),
			participantId: stay.participantId,
			participantName: stay.displayName,
			joinedAt: iso(closed.startedAt),
			leftAt: iso(at),
			duration: seconds(closed.startedAt, at),
			reason,
		};
		return [{ event: 'participant-left', data }];
	}

	/**
	 * The last step of each transaction: it locks the room's webhooks. A transaction that then changed another row of the
	 * session could wait for one that holds this row and waits for the webhooks.
	 */
	async #report(transaction: Queries, { room, sessionId }: OpenedSession, messages: readonly Message[]): Promise<void> {
		for (const message of messages)
			await this.#outbox.append(transaction, { ...message, keyId: room.keyId, room, sessionId } as OutboxEvent);
	}
}

function ids({ sessionId, room }: OpenedSession) {
	return { meetingId: room.roomId, roomId: room.roomId, sessionId };
}

const iso = (at: number) => new Date(at).toISOString();
const seconds = (from: number, to: number) => (to - from) / 1000;
