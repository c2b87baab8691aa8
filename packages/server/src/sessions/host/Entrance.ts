import { randomBytes } from 'node:crypto';
import {
	type LeaveReason,
	type Mode,
	type NotificationData,
	type NotificationName,
	RoomcastError,
} from '@roomcast/contract';
import { secretHash } from '../../secrets/secretHash.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import { type Credentials, mayTakeOver, proves } from './Credentials.ts';
import { EncryptionRule } from './EncryptionRule.ts';
import type { HostParticipant } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { exceeds } from './modes.ts';
import { Recorders } from './Recorders.ts';
import { Returns, type TakenSeat } from './Returns.ts';
import { type Sanction, type Sanctioned, Sanctions } from './Sanctions.ts';
import type { EntranceRecord } from './SessionJournal.ts';
import { type Admitted, type EntryDecision, WaitingRoom } from './WaitingRoom.ts';

/** Somebody who comes, or asks to. */
export interface Comer extends Sanctioned {
	/** It only sends. */
	readonly publishOnly?: boolean;
	/** It encrypts its media end to end. */
	readonly e2ee?: boolean;
}

/** Somebody who asks to be let in. */
export interface EntryAsker extends Sanctioned {
	readonly name: string;
	/** Of an earlier request, to continue it. */
	readonly ticket?: string | undefined;
}

/** What the entrance needs of the session. */
export interface EntranceSession {
	/** Epoch ms. */
	now(): number;
	/** Who is in under that id, recorders too. */
	seat(participantId: string): HostParticipant | undefined;
	/** Tells those who may let others in. */
	tell<N extends NotificationName>(event: N, data: NotificationData<N>): void;
	/** Resolve when it outlives the server, or could not be written. */
	readonly writes: {
		admitted(admitted: Admitted): Promise<void>;
		sanctioned(participantId: string, sanctions: readonly Sanction[]): Promise<void>;
	};
}

/** Bytes of a ticket. */
const TICKET_BYTES = 24;

/**
 * Who may come into one session as whom: who was let in, whose seat is whose, who was removed. An id alone opens
 * nothing.
 */
export class Entrance {
	readonly waiting: WaitingRoom;
	readonly recorders = new Recorders();
	/** Whether the session is end-to-end encrypted. */
	readonly encryption = new EncryptionRule();
	readonly #sanctions: Sanctions;
	readonly #returns: Returns;
	readonly #session: EntranceSession;

	constructor(
		session: EntranceSession,
		{ admitted, sanctions, seats }: EntranceRecord = { admitted: [], sanctions: [], seats: [] },
	) {
		this.waiting = new WaitingRoom(admitted);
		this.#sanctions = new Sanctions(sanctions);
		this.#returns = new Returns(seats);
		this.#session = session;
	}

	get record(): EntranceRecord {
		return { admitted: this.waiting.admitted, sanctions: this.#sanctions.all, seats: this.#returns.all };
	}

	/**
	 * Whether somebody may come in under an id, and how.
	 *
	 * @returns how they may take part at most
	 * @throws RoomcastError INVALID_TOKEN when the token has ended and they were not in before; PARTICIPANT_REMOVED;
	 *   INVALID_PERMISSIONS when they have to be let in first;
	 *   DUPLICATE_PARTICIPANT when the seat is somebody else's; ACTION_NOT_SUPPORTED_IN_MODE for one that only sends and
	 *   may not; and as `EncryptionRule.check`
	 */
	check(comer: Comer): Mode {
		const { participantId, credentials } = comer;
		this.#needTime(comer);
		this.encryption.check(comer);
		if (this.recorders.has(participantId)) return this.recorders.check(participantId, credentials);
		const seat = this.#session.seat(participantId);
		// Who has the resume token of a seat sits there: whatever became of others with the same token.
		if (seat !== undefined && seat.resumeHash === credentials.resumeHash) return seat.modeLimit;
		this.#needPermission(comer);
		if (seat !== undefined && !mayTakeOver(credentials, seat))
			throw new RoomcastError(
				'DUPLICATE_PARTICIPANT',
				`${participantId} is in the call, and this request does not prove that it comes from them`,
			);
		const limit = this.#sanctions.modeFor(comer);
		if (comer.publishOnly === true && exceeds('SEND_AND_RECV', limit))
			throw new RoomcastError(
				'ACTION_NOT_SUPPORTED_IN_MODE',
				`a moderator set the mode of ${participantId} to ${limit}`,
			);
		return limit;
	}

	/** @throws RoomcastError INVALID_TOKEN when the token has ended, except for those who were in or were let in */
	#needTime(comer: Sanctioned): void {
		const { participantId, credentials } = comer;
		if (credentials.expired === undefined || this.#returns.has(comer)) return;
		// Their tokens allow to ask and nothing else: whichever it is, the ticket says the rest.
		if (credentials.mustAsk && this.waiting.isAdmitted(participantId, credentials)) return;
		throw new RoomcastError('INVALID_TOKEN', credentials.expired);
	}

	/** @throws RoomcastError PARTICIPANT_REMOVED, INVALID_PERMISSIONS */
	#needPermission(comer: Comer): void {
		const { participantId, credentials } = comer;
		// A moderator who lets somebody in again has changed their mind.
		if (credentials.mustAsk && this.waiting.isAdmitted(participantId, credentials)) return;
		if (this.#sanctions.removed(comer)) throw new RoomcastError('PARTICIPANT_REMOVED', participantId);
		if (!credentials.mustAsk) return;
		throw new RoomcastError(
			'INVALID_PERMISSIONS',
			this.waiting.admission(participantId) === undefined
				? 'a token with ask_join waits: send `ask-entry`'
				: `${participantId} was let in with a ticket: send that in data.ticket, or \`ask-entry\` under another id`,
		);
	}

	/**
	 * Somebody asks to be let in, or continues to ask on another connection.
	 *
	 * @returns whether they were let in before, and the ticket to prove with that it was they who asked
	 * @throws RoomcastError DUPLICATE_PARTICIPANT when the id is somebody else's; INVALID_TOKEN when the token has ended
	 *   and they had not asked before
	 */
	ask(
		{ participantId, name, credentials, ticket }: EntryAsker,
		link: Link,
	): { readonly admitted: boolean; readonly ticket?: string | undefined } {
		if (this.recorders.has(participantId) || this.waiting.isAdmitted(participantId, credentials))
			return { admitted: true, ticket };
		if (this.waiting.tellDenied(participantId, credentials, link, awakeMs())) return { admitted: false, ticket };
		const waiter = this.waiting.waiter(participantId);
		if (waiter !== undefined && proves(credentials, waiter)) {
			this.waiting.move(participantId, link);
			return { admitted: false, ticket };
		}
		if (credentials.expired !== undefined) throw new RoomcastError('INVALID_TOKEN', credentials.expired);
		this.#needFreeId(participantId, credentials);
		if (waiter !== undefined) {
			this.waiting.displace(participantId);
			this.#session.tell('entry-request-ended', { participantId });
		}
		const fresh = randomBytes(TICKET_BYTES).toString('base64url');
		this.waiting.ask(
			{ participantId, name, ticketHash: secretHash(fresh), named: credentials.named },
			link,
			this.#session.now(),
		);
		this.#session.tell('entry-requested', { participantId, name });
		return { admitted: false, ticket: fresh };
	}

	/** Nobody swaps places with one who waits or was let in: only a token that names the participant says whose the id is. */
	#needFreeId(participantId: string, { named }: Credentials): void {
		if (named) return;
		const why =
			(this.waiting.waiter(participantId) && 'waits to be let in') ??
			(this.waiting.admission(participantId) && 'was let in') ??
			(this.#session.seat(participantId) && 'is in');
		if (why === undefined) return;
		throw new RoomcastError(
			'DUPLICATE_PARTICIPANT',
			`somebody ${why} as ${participantId}; if that is you, send data.ticket, else ask under another id`,
		);
	}

	/**
	 * Lets somebody in, or not. Resolves when that outlives the server, and then everybody hears of it.
	 *
	 * @throws RoomcastError RESPOND_ENTRY_FAILED when nobody with that id waits (any more)
	 */
	async answer(participantId: string, decision: EntryDecision): Promise<void> {
		const decided = this.waiting.decide(participantId, decision);
		if (decided === undefined) throw new RoomcastError('RESPOND_ENTRY_FAILED', `${participantId} is not waiting`);
		if (decided.admitted !== undefined) await this.#session.writes.admitted(decided.admitted);
		decided.tell();
		this.#session.tell('entry-responded', { participantId, decision });
	}

	/** Somebody who waits gives up. */
	withdraw(participantId: string, link: Link): void {
		if (this.waiting.withdraw(participantId, link)) this.#session.tell('entry-request-ended', { participantId });
	}

	/** The connection of somebody who waits is gone. */
	detach(participantId: string, link: Link): void {
		this.waiting.detach(participantId, link, awakeMs());
	}

	/** Takes out those who wait and are not coming back. @param now by `awakeMs` */
	sweep(now: number): void {
		for (const participantId of this.waiting.sweep(now)) this.#session.tell('entry-request-ended', { participantId });
	}

	/** Somebody is in: it may come back, also after the end of its token. */
	seated(seat: TakenSeat, comer: Pick<Comer, 'participantId' | 'e2ee'>): void {
		this.encryption.joined(comer);
		this.#returns.add(seat);
	}

	/** Somebody was removed, and stays out. Resolves when that outlives the server, or could not be written yet. */
	bar(participant: HostParticipant): Promise<void> {
		this.waiting.forget(participant.participantId);
		this.#returns.forget(participant.participantId);
		return this.#sanction(participant, null);
	}

	/** A moderator says how somebody may take part at most. Resolves as `bar`. */
	limitMode(participant: HostParticipant, mode: Mode): Promise<void> {
		participant.modeLimit = mode;
		return this.#sanction(participant, mode);
	}

	#sanction({ participantId, allCredentials }: HostParticipant, mode: Mode | null): Promise<void> {
		const sanctions = allCredentials.flatMap((credentials) =>
			this.#sanctions.set({ participantId, credentials }, mode),
		);
		return this.#session.writes.sanctioned(participantId, sanctions);
	}

	abandon(): void {
		this.waiting.abandon();
	}

	close(reason: LeaveReason): void {
		this.waiting.close(reason);
	}
}
