import { randomBytes } from 'node:crypto';
import type {
	LeaveReason,
	Mode,
	NotificationData,
	NotificationName,
	ParticipantInfo,
	Permission,
	PinState,
	RtpCapabilities,
} from '@roomcast/contract';
import { newDocumentId } from '../../db/ids.ts';
import type { MediaPeer } from '../../media/MediaPeer.ts';
import { secretHash } from '../../secrets/secretHash.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { Credentials } from './Credentials.ts';
import type { Link } from './Link.ts';
import { type Notification, NotificationLog } from './NotificationLog.ts';
import { ReplyLog } from './ReplyLog.ts';
import type { JournalStay } from './SessionJournal.ts';

/** Who joins. */
export interface HostParticipantOptions {
	readonly participantId: string;
	readonly displayName: string;
	readonly mode: Mode;
	readonly metaData: Record<string, unknown>;
	readonly permissions: readonly Permission[];
	readonly rtpCapabilities: RtpCapabilities;
	readonly credentials: Credentials;
	/** What the client said of itself. */
	readonly device: JournalStay['device'];
	/** A recorder: the others do not see it. */
	readonly hidden?: boolean;
	/** How it may take part at most; in every way when absent. */
	readonly modeLimit?: Mode;
	/** Whose seat it takes over. */
	readonly earlier?: HostParticipant | undefined;
	/** It only sends, as encoders do. */
	readonly publishOnly?: boolean;
	/** It encrypts its media end to end. */
	readonly e2ee?: boolean;
}

/** Seats may be taken over again and again: so many of the latest credentials are kept. */
const KEPT_CREDENTIALS = 16;

/** Why a participant has no connection: the client closed it (or died), or nothing was heard from it any more. */
export type DetachCause = 'closed' | 'silent';

/** A participant that has no connection. */
export interface Detached {
	readonly cause: DetachCause;
	/** By `awakeMs`. */
	readonly since: number;
	/** The same by `performance.now()`. */
	readonly at: number;
}

/** One participant of a running session: who it is, its connection while it has one, and its media. */
export class HostParticipant {
	readonly participantId: string;
	readonly displayName: string;
	readonly metaData: Record<string, unknown>;
	readonly permissions: readonly Permission[];
	readonly rtpCapabilities: RtpCapabilities;
	/** What it came with. */
	readonly credentials: Credentials;
	/** What came with it, and with those whose seat it took over: the latest first. */
	readonly allCredentials: readonly Credentials[];
	/** A recorder: it hears of all, nobody hears of it, and nothing of it is written down. */
	readonly hidden: boolean;
	readonly publishOnly: boolean;
	/** This stay as it is written down; its mode is the one of the join. */
	readonly stay: JournalStay;
	mode: Mode;
	/** How it may take part at most: what a moderator allows. */
	modeLimit: Mode;
	pin: PinState = { cam: false, share: false };
	/** Proves that a new connection belongs to this participant. 192 bits of chance, and good as long as the seat. */
	readonly resumeToken = randomBytes(24).toString('base64url');
	/** Of the resume token. */
	readonly resumeHash = secretHash(this.resumeToken);
	media: MediaPeer | undefined;
	/** Where its client came in last. */
	region: string | undefined;
	readonly #log = new NotificationLog();
	readonly #replies = new ReplyLog();
	#link: Link | undefined;
	/** False until the reply to the join is out: notifications wait behind it. */
	#live = false;
	#detached: Detached | undefined;
	#gone: LeaveReason | undefined;
	/** What is being done with its media. */
	#turns = { media: Promise.resolve(), messages: Promise.resolve() };

	/** @param joinedAt epoch ms */
	constructor(options: HostParticipantOptions, joinedAt: number, link: Link) {
		this.participantId = options.participantId;
		this.displayName = options.displayName;
		this.mode = options.mode;
		this.metaData = options.metaData;
		this.permissions = options.permissions;
		this.rtpCapabilities = options.rtpCapabilities;
		const { credentials, earlier } = options;
		// A ticket belongs to the seat: a person who takes that over needs none.
		const ticketHash = credentials.ticketHash ?? earlier?.credentials.ticketHash;
		this.credentials = { ...credentials, ticketHash };
		this.allCredentials = [this.credentials, ...(earlier?.allCredentials ?? [])].slice(0, KEPT_CREDENTIALS);
		this.modeLimit = options.modeLimit ?? 'SEND_AND_RECV';
		this.hidden = options.hidden ?? false;
		this.publishOnly = options.publishOnly ?? false;
		this.stay = {
			stayId: newDocumentId(joinedAt),
			participantId: options.participantId,
			displayName: options.displayName,
			mode: options.mode,
			device: options.device,
			joinedAt,
			seat: {
				participantId: options.participantId,
				resumeHash: this.resumeHash,
				tokenHash: credentials.tokenHash,
			},
		};
		this.#link = link;
		this.region = link.region;
	}

	/** Whether it has left; nothing is sent any more. */
	get gone(): boolean {
		return this.#gone !== undefined;
	}

	/** Why it has left; undefined while it has not. */
	get leaveReason(): LeaveReason | undefined {
		return this.#gone;
	}

	/** Why and since when there is no connection; undefined while there is one. */
	get detached(): Detached | undefined {
		return this.#detached;
	}

	get info(): ParticipantInfo {
		const { participantId, displayName, mode, metaData, pin } = this;
		return { participantId, displayName, mode, metaData, streams: this.media?.streams ?? [], pin };
	}

	/** Sends a notification, now or when the client is back. */
	notify<N extends NotificationName>(event: N, data: NotificationData<N>): void {
		this.notifySerialized(event, JSON.stringify(data));
	}

	/** The same for data that is serialised already. */
	notifySerialized(event: NotificationName, data: string): void {
		if (this.#gone) return;
		const notification = this.#log.appendSerialized(event, data);
		if (this.#live) this.#link?.send(notification);
	}

	/** Sends what is of no use later: a client that is away never gets it. */
	notifyTransient(event: NotificationName, data: string): void {
		if (this.#live && !this.#gone) this.#link?.send({ event, seq: 0, data });
	}

	/** The whole state is about to be sent: what was waiting to be sent is part of it. */
	forgetNotifications(): void {
		this.#log.reset();
	}

	/** The whole state was sent: from here on notifications flow. */
	goLive(): void {
		this.#live = true;
		this.#link?.sendBacklog(this.#log.since(0) ?? []);
	}

	/** Whether this is its connection now; a broken one may report its end after a new one took over. */
	isLinkedBy(link: Link): boolean {
		return this.#link === link;
	}

	/**
	 * Continues on a new connection.
	 *
	 * @param lastSeq the last notification that the client saw
	 * @returns what it missed, to be sent after the reply, or undefined when that is no longer known
	 */
	attach(link: Link, lastSeq: number): Notification[] | undefined {
		const missed = this.#log.since(lastSeq);
		if (missed === undefined || this.#gone || !this.#live) return undefined;
		if (this.#link !== undefined && this.#link !== link) this.#link.close(1000, 'continued on another connection');
		this.#link = link;
		this.region = link.region;
		this.#detached = undefined;
		return missed;
	}

	/**
	 * The connection is gone; the participant waits for another.
	 *
	 * @param since when it was last there, by `awakeMs`
	 */
	detach(cause: DetachCause, since: number): void {
		this.#link = undefined;
		this.#detached = { cause, since, at: performance.now() - (awakeMs() - since) };
	}

	/**
	 * Answers a request once, however often it is sent.
	 *
	 * @param id the client's number of the request
	 * @param answer makes the reply
	 */
	replyOnce(id: number, answer: () => Promise<string>): Promise<string> {
		return this.#replies.once(id, answer);
	}

	/** Does one thing after the other with its media, or with messages that were kept, however fast they are asked for. */
	inTurn<T>(what: 'media' | 'messages', work: () => Promise<T>): Promise<T> {
		const done = this.#turns[what].then(work);
		this.#turns[what] = done.then(
			() => {},
			() => {},
		);
		return done;
	}

	/** Sends a text on its present connection: the reply to a request that came on an earlier one. */
	send(text: string): void {
		this.#link?.send(text);
	}

	/** Closes its connection: its client comes back at once, to wherever the session is. */
	sendAway(code: number, reason: string): void {
		this.#live = false;
		this.#link?.close(code, reason);
	}

	/** Takes it out and ends its media; `tell` says whether its client hears why and loses the connection. */
	close(reason: LeaveReason, tell: boolean): void {
		if (this.#gone) return;
		if (tell) {
			this.#live = true;
			this.notify('left', { reason });
			this.#link?.close(1000, reason.message);
		}
		this.#gone = reason;
		this.media?.close();
	}
}
