import type {
	AutoCloseConfig,
	AutoStartConfig,
	LeaveReason,
	Mode,
	MultiComposition,
	PubSubMessage,
	RoomWebhook,
	StreamKind,
} from '@roomcast/contract';
import type { Static } from 'typebox';
import type { Home } from '../../cluster/homes/Homes.ts';
import type { TakenSeat } from './Returns.ts';
import type { Sanction } from './Sanctions.ts';
import type { Admitted } from './WaitingRoom.ts';

/** What of a room its session needs to know. */
export interface SessionRoom {
	/** Document id. */
	readonly id: string;
	readonly roomId: string;
	readonly customRoomId: string | null;
	readonly keyId: string;
	readonly webhook: Static<typeof RoomWebhook> | null;
	/** Duration in minutes. */
	readonly autoCloseConfig: Static<typeof AutoCloseConfig> | null;
	/** What is recorded and streamed from the beginning. */
	readonly autoStartConfig: Static<typeof AutoStartConfig> | null;
	/** What may run several times at once. */
	readonly multiComposition: Static<typeof MultiComposition> | null;
}

/** What of the entrance outlives a server. */
export interface EntranceRecord {
	/** Those who were let in after asking, and need not ask again. */
	readonly admitted: readonly Admitted[];
	readonly sanctions: readonly Sanction[];
	/** Those who were in, the latest last. */
	readonly seats: readonly TakenSeat[];
}

/** A session as it is written down. */
export interface JournalSession {
	readonly sessionId: string;
	readonly room: SessionRoom;
	/** Epoch ms of the first join. */
	readonly startedAt: number;
	/** Who was let in, and who was removed. */
	readonly entrance: EntranceRecord;
	/** Of its home: once another server has taken the room, writes with this are refused. */
	readonly epoch: number;
}

/** One stay of a participant: from a join to the leave after it. */
export interface JournalStay {
	/** Document id of the stay. */
	readonly stayId: string;
	readonly participantId: string;
	readonly displayName: string;
	readonly mode: Mode;
	/** What the client said of itself. */
	readonly device: { readonly userAgent?: string | undefined; readonly sdk?: string | undefined };
	/** Epoch ms. */
	readonly joinedAt: number;
	/** What proves later that it was in. */
	readonly seat: TakenSeat;
}

/** A session that a server left open when it died. */
export interface OpenSession {
	readonly session: JournalSession;
	/** This server is its home: to be let go when nobody comes back. */
	readonly home: Home;
	/** Epoch ms of the last moment that the dead server was known alive. */
	readonly aliveAt: number;
}

/** A message with who may read it. */
export interface JournalMessage {
	readonly message: PubSubMessage;
	/** Null: everybody. */
	readonly sendOnly: readonly string[] | null;
}

/**
 * Where a session writes down what happens in it. Every call is one transaction, with the webhooks that report it; when
 * it resolves, it survives the death of the server. Calls of one session come one after the other, in the order of what
 * happened. Times are epoch ms. Each write throws Superseded once another server has taken the room.
 */
export interface SessionJournal {
	/** Somebody is in. The session begins with the first one. */
	joined(session: JournalSession, stay: JournalStay): Promise<void>;
	/** The stay is over. */
	left(session: JournalSession, stay: JournalStay, at: number, reason: LeaveReason): Promise<void>;
	/** The session is over; everybody has left before. */
	ended(session: JournalSession, at: number, reason: string): Promise<void>;
	/** A stream was switched on or off. */
	switched(session: JournalSession, stay: JournalStay, kind: StreamKind, on: boolean, at: number): Promise<void>;
	modeChanged(session: JournalSession, stay: JournalStay, mode: Mode, at: number): Promise<void>;
	/** Somebody was let in who asked. Before the first join nothing is written: that writes them all. */
	admitted(session: JournalSession, admitted: Admitted): Promise<void>;
	/**
	 * A moderator decided about a participant: what it came with is held against it, instead of what was held
	 * before. One who was removed and had been let in has to ask again.
	 */
	sanctioned(session: JournalSession, participantId: string, sanctions: readonly Sanction[]): Promise<void>;
	/** A message to be kept for those who subscribe later. */
	published(session: JournalSession, message: JournalMessage): Promise<void>;
	/**
	 * Kept messages of a topic that a participant may read, oldest first.
	 *
	 * @param limit how many at most; the newest of them
	 * @param before only those older than the message with this id
	 */
	messages(
		session: JournalSession,
		topic: string,
		reader: string,
		limit: number,
		before: string | undefined,
	): Promise<{ messages: PubSubMessage[]; more: boolean }>;
	/**
	 * Takes over what servers that died left open, the stays already closed at the last moment they were alive.
	 *
	 * @param each is handed one session after the other, before anybody can come into it
	 */
	recover(each: (open: OpenSession) => void): Promise<void>;
	/**
	 * Takes over one session that a server has open, as `recover` does. That server lives, and asked for it.
	 *
	 * @returns whether it was open there
	 */
	takeFrom(runId: string, sessionId: string, each: (open: OpenSession) => void): Promise<boolean>;
}
