import { setTimeout as sleep } from 'node:timers/promises';
import type { LeaveReason, Mode, StreamKind } from '@roomcast/contract';
import type { Logger } from 'pino';
import { Superseded } from '../../db/Superseded.ts';
import { untilWritten } from '../../db/untilWritten.ts';
import type { HostParticipant } from './HostParticipant.ts';
import type { Sanction } from './Sanctions.ts';
import type { SessionClock } from './SessionClock.ts';
import type { JournalMessage, JournalSession, SessionJournal } from './SessionJournal.ts';
import type { Admitted } from './WaitingRoom.ts';

/** ms that somebody waits for the try of a write before theirs. */
const PATIENCE = 1_000;

/** What a session writes with. */
export interface SessionWritesOptions {
	readonly journal: SessionJournal;
	/** Tells the session as it stands. */
	readonly session: () => JournalSession;
	/** When things happen in it. */
	readonly clock: SessionClock;
	/** What is written before: the end of the session before this one. */
	readonly after: Promise<void>;
	readonly logger: Logger;
}

/**
 * What one session writes down: one write after the other, in the order of what happened. While the database fails, what
 * happened anyway is kept and tried again with the time at which it happened; what somebody waits for fails at once.
 */
export class SessionWrites {
	readonly #journal: SessionJournal;
	readonly #logger: Logger;
	readonly #session: () => JournalSession;
	readonly #clock: SessionClock;
	/** Streams that are on, as `stayId kind`. */
	readonly #on = new Set<string>();
	#last: Promise<unknown>;
	#stopped = false;
	/** Why the write that is being tried again failed. */
	#failure: { readonly error: unknown } | undefined;
	/** Ends the pause before its next try; what resolves once that is over, too, however it ended. */
	#again = newTry();

	constructor({ journal, session, clock, after, logger }: SessionWritesOptions) {
		this.#last = after;
		this.#journal = journal;
		this.#session = session;
		this.#clock = clock;
		this.#logger = logger;
	}

	/** Resolves when everything so far is written. */
	async settled(): Promise<void> {
		await this.#last.catch(() => {});
	}

	/** Another server writes about the session from now on: what is not written yet is dropped. */
	stop(): void {
		this.#stopped = true;
	}

	/** Rejects when it could not be written: then nobody hears of it. */
	joined(participant: HostParticipant): Promise<void> {
		return this.#now(() => this.#journal.joined(this.#session(), participant.stay));
	}

	/** @param at epoch ms: what was heard of it last, which may be the join itself, before it was in */
	left({ stay }: HostParticipant, reason: LeaveReason, at: number): void {
		const end = Math.max(at, stay.joinedAt);
		void this.#later('leave', () => this.#journal.left(this.#session(), stay, end, reason));
	}

	ended(reason: string): void {
		const at = this.#clock.now();
		void this.#later('end', () => this.#journal.ended(this.#session(), at, reason));
	}

	/** A stream is sent and not muted, or no longer. Told twice, written once. */
	switched(participant: HostParticipant, kind: StreamKind, on: boolean): void {
		const key = `${participant.stay.stayId} ${kind}`;
		if (on === this.#on.has(key)) return;
		if (on) this.#on.add(key);
		else this.#on.delete(key);
		const at = this.#clock.now();
		void this.#later('switch', () => this.#journal.switched(this.#session(), participant.stay, kind, on, at));
	}

	modeChanged(participant: HostParticipant, mode: Mode): void {
		const at = this.#clock.now();
		void this.#later('mode', () => this.#journal.modeChanged(this.#session(), participant.stay, mode, at));
	}

	/** Resolves when it is written, or could not be: a guest who was let in stays let in. */
	async admitted(admitted: Admitted): Promise<void> {
		const written = this.#now(() => this.#journal.admitted(this.#session(), admitted));
		await written.catch((error) => this.#failed('admission', error));
	}

	/** Resolves when it is written, or could not be yet: it holds anyway. */
	sanctioned(participantId: string, sanctions: readonly Sanction[]): Promise<void> {
		return this.#later('sanction', () => this.#journal.sanctioned(this.#session(), participantId, sanctions));
	}

	published(message: JournalMessage): Promise<void> {
		return this.#now(() => this.#journal.published(this.#session(), message));
	}

	#add<T>(write: () => Promise<T>): Promise<T> {
		const unlessStopped = () => {
			if (this.#stopped) throw new Superseded('the session continues on another server');
			return write();
		};
		const written = this.#last.then(unlessStopped, unlessStopped);
		this.#last = written;
		return written;
	}

	/** Somebody waits for it: one try, and none behind a write that fails still. */
	async #now<T>(write: () => Promise<T>): Promise<T> {
		if (this.#failure !== undefined) {
			// The database may be back, while the next try would come in seconds.
			const { soon, over } = this.#again;
			soon.resolve();
			await Promise.race([over.promise, sleep(PATIENCE, undefined, { ref: false })]);
		}
		if (this.#failure !== undefined) throw this.#failure.error;
		return this.#add(write);
	}

	/** What happened anyway is tried until it is written. Resolves when it is, or with the first failure. */
	#later(what: string, write: () => Promise<void>): Promise<void> {
		const failing = Promise.withResolvers<void>();
		if (this.#failure !== undefined) failing.resolve();
		const written = this.#add(async () => {
			try {
				const failed = (error: unknown) => {
					if (this.#failure === undefined)
						this.#logger.warn({ err: error, what }, 'session history could not be written yet; trying again');
					this.#failure = { error };
					failing.resolve();
					this.#endTry();
				};
				const pause = (ms: number) => Promise.race([sleep(ms, undefined, { ref: false }), this.#again.soon.promise]);
				await untilWritten(write, failed, pause);
			} finally {
				this.#failure = undefined;
				this.#endTry();
			}
		}).catch((error) => this.#failed(what, error));
		return Promise.race([written, failing.promise]);
	}

	#endTry(): void {
		this.#again.over.resolve();
		this.#again = newTry();
	}

	#failed(what: string, error: unknown): void {
		if (error instanceof Superseded) return;
		this.#logger.error({ err: error, what }, 'session history could not be written');
	}
}

function newTry() {
	return { soon: Promise.withResolvers<void>(), over: Promise.withResolvers<void>() };
}
