import { setTimeout as sleep } from 'node:timers/promises';
import { type LeaveReasonName, RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import { Elsewhere, type Home, type Homes } from '../../cluster/homes/Homes.ts';
import { newDocumentId } from '../../db/ids.ts';
import { untilWritten } from '../../db/untilWritten.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import { secretHash } from '../../secrets/secretHash.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import { epochMs } from '../../time/clock.ts';
import { closingTime } from './closingTime.ts';
import { type Comer, Entrance, type EntryAsker } from './Entrance.ts';
import type { HostParticipant, HostParticipantOptions } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { isRecorderId } from './recorderId.ts';
import { SessionHost } from './SessionHost.ts';
import type { OpenSession, SessionJournal, SessionRoom } from './SessionJournal.ts';

/** What sessions are built with. */
export interface SessionRegistryOptions {
	readonly pool: MediaPool;
	readonly journal: SessionJournal;
	/** Which server has the session of a room. */
	readonly homes: Homes;
	/** Called when a session ended whose room allows only one. */
	onLastSession(room: SessionRoom): Promise<void>;
	readonly maxParticipants: number;
	readonly logger: Logger;
	/** ms between two looks for servers that died; default 10 s. */
	readonly recoverInterval?: number;
	/** Whether this server takes nothing new: what dead ones left is for others. */
	isDraining?(): boolean;
	/** The clock by which somebody is away; default `awakeMs`. */
	readonly now?: () => number;
}

/** Somebody in a session. */
export interface Seat {
	readonly host: SessionHost;
	readonly participant: HostParticipant;
}

/** A session that nobody is in yet. */
const NOBODY = {
	now: epochMs,
	seat: () => undefined,
	tell() {},
	writes: { async admitted() {}, async sanctioned() {} },
};

/** ms that a session of a server that died waits for its participants; they try at least every 8 s. */
const RECOVERY_GRACE = 60_000;
/** ms between two looks for participants that are not coming back. */
const SWEEP_INTERVAL = 1000;
/** ms between two looks for servers that died. */
const RECOVER_INTERVAL = 10_000;
/** ms that a stop waits for a database that fails; the next server closes what could not be written by then. */
const CLOSE_TIMEOUT = 10_000;

/** The sessions that run in this process, one per room at most. */
export class SessionRegistry {
	readonly #options: SessionRegistryOptions;
	/** By document id of the room. */
	readonly #hosts = new Map<string, SessionHost>();
	/** By the hash of their resume tokens. */
	readonly #seats = new Map<string, Seat>();
	/** Sessions of a server that died, by document id of the room, until somebody is back; `graceEnds` is by `#now`. */
	readonly #recovered = new Map<string, OpenSession & { graceEnds: number }>();
	readonly #now: () => number;
	readonly #sweeper: NodeJS.Timeout;
	readonly #recoverer: NodeJS.Timeout;
	/** What is being written about sessions that are over, with the document id of their room. */
	readonly #ending = new Map<Promise<void>, string>();
	readonly #openedListeners = new Set<(host: SessionHost) => void>();
	#recovering: Promise<void> | undefined;
	#closed = false;

	constructor(options: SessionRegistryOptions) {
		this.#options = options;
		this.#now = options.now ?? awakeMs;
		this.#sweeper = setInterval(() => {
			const now = this.#now();
			for (const host of this.#hosts.values()) host.sweep(now);
			for (const [roomId, recovered] of this.#recovered) {
				if (now >= recovered.graceEnds) void this.#giveUp(roomId, recovered);
			}
			for (const [token, { participant }] of this.#seats) if (participant.gone) this.#seats.delete(token);
		}, SWEEP_INTERVAL);
		this.#recoverer = setInterval(() => {
			this.recover().catch((error) => options.logger.error({ err: error }, 'sessions could not be taken over'));
		}, options.recoverInterval ?? RECOVER_INTERVAL);
		options.homes.onLost((roomId, epoch) => {
			const host = this.#hosts.get(roomId);
			if (host?.record.epoch === epoch) host.abandon();
			if (this.#recovered.get(roomId)?.session.epoch === epoch) this.#recovered.delete(roomId);
		});
	}

	/** Running sessions. */
	get hosts(): readonly SessionHost[] {
		return [...this.#hosts.values()];
	}

	/**
	 * Takes over what a server that died left open: a session continues when somebody comes back within a minute and
	 * before its time is over, else it ended when the server did.
	 */
	recover(): Promise<void> {
		this.#recovering ??= this.#recover().finally(() => {
			this.#recovering = undefined;
		});
		return this.#recovering;
	}

	/** Takes a session over from another server, which asks for it. @returns whether it was open there */
	takeFrom(runId: string, sessionId: string): Promise<boolean> {
		return this.#options.journal.takeFrom(runId, sessionId, (open) => {
			if (!this.#await(open)) void this.#giveUp(open.session.room.id, open);
		});
	}

	/** Whether a session of a server that died may continue here. */
	awaits(sessionId: string): boolean {
		return [...this.#recovered.values()].some(({ session }) => session.sessionId === sessionId);
	}

	/** Hear of every session that is opened here, before anybody is in. */
	onOpened(listener: (host: SessionHost) => void): void {
		this.#openedListeners.add(listener);
	}

	/** The running session of a room, by document id. */
	find(roomDocumentId: string): SessionHost | undefined {
		return this.#hosts.get(roomDocumentId);
	}

	/**
	 * Whether somebody may join the room's session, also when that is one that a dead server left.
	 *
	 * @throws RoomcastError as `Entrance.check`, and UNAUTHORIZED_PARTCIPANT_ID for the page of a recorder that is over
	 */
	check(room: SessionRoom, comer: Comer): void {
		const host = this.#hosts.get(room.id);
		// It would be seen now.
		if (isRecorderId(comer.participantId) && host?.hides(comer.participantId) !== true)
			throw new RoomcastError('UNAUTHORIZED_PARTCIPANT_ID', `the recording of ${comer.participantId} has ended`);
		const entrance = host?.entrance ?? new Entrance(NOBODY, this.#recovered.get(room.id)?.session.entrance);
		entrance.check(comer);
	}

	/**
	 * Makes sure that the room's session is here, for those who come in, until they let go.
	 *
	 * @throws Elsewhere when another server has it; RoomcastError DATABASE_UNAVAILABLE, or SHUTTING_DOWN when it would begin on
	 *   a node that drains
	 */
	async home({ id }: SessionRoom): Promise<Home> {
		const { homes, isDraining } = this.#options;
		if (isDraining?.() === true && !this.#hosts.has(id)) {
			const nodeId = await homes.elsewhere(id);
			throw nodeId === undefined ? new RoomcastError('SHUTTING_DOWN') : new Elsewhere(nodeId);
		}
		return homes.hold(id);
	}

	/**
	 * Joins the room's session, which begins with its first participant.
	 *
	 * @param home from `home`; the session keeps it for itself
	 * @throws RoomcastError as `check` and `SessionHost.join`
	 */
	async join(room: SessionRoom, options: HostParticipantOptions, link: Link, home: Home): Promise<Seat> {
		this.check(room, options);
		const host = this.#hosts.get(room.id) ?? this.#open(room, home);
		const participant = await host.join(options, link);
		const seat = { host, participant };
		this.#seats.set(participant.resumeHash, seat);
		return seat;
	}

	/**
	 * Asks to be let into the room's session, or to the one that is to begin.
	 *
	 * @param home as for `join`
	 * @returns the session, and as `Entrance.ask`
	 * @throws RoomcastError as `Entrance.ask`
	 */
	askEntry(room: SessionRoom, asker: EntryAsker, link: Link, home: Home) {
		const host = this.#hosts.get(room.id) ?? this.#open(room, home);
		return { host, ...host.entrance.ask(asker, link) };
	}

	/** The participant that a resume token belongs to, while it is waited for. */
	seat(resumeToken: string): Seat | undefined {
		const seat = this.#seats.get(secretHash(resumeToken));
		return seat === undefined || seat.participant.gone ? undefined : seat;
	}

	/**
	 * The participant that a resume token belongs to, while it is waited for here.
	 *
	 * @throws Elsewhere when it is on another server
	 */
	async comeBack(resumeToken: string): Promise<Seat | undefined> {
		const seat = this.seat(resumeToken);
		if (seat !== undefined) return seat;
		const nodeId = await this.#options.homes.elsewhereOf(secretHash(resumeToken));
		if (nodeId !== undefined) throw new Elsewhere(nodeId);
		return undefined;
	}

	/** Ends the running session of a room, if there is one. Resolves when that is written down. */
	async end(roomDocumentId: string, reason: LeaveReasonName): Promise<void> {
		const recovered = this.#recovered.get(roomDocumentId);
		if (recovered !== undefined) await this.#giveUp(roomDocumentId, recovered);
		this.#hosts.get(roomDocumentId)?.end(reason);
		await this.settled(roomDocumentId);
	}

	/** Ends the sessions of some rooms, those that a dead server left as well. Writing about it continues meanwhile. */
	endAll(isOver: (room: SessionRoom) => boolean, reason: LeaveReasonName): void {
		for (const [roomId, recovered] of this.#recovered)
			if (isOver(recovered.session.room)) void this.#giveUp(roomId, recovered);
		for (const host of this.hosts) if (isOver(host.room)) host.end(reason);
	}

	/** Resolves when everything that happened in a room so far is written down. */
	async settled(roomDocumentId: string): Promise<void> {
		await this.#hosts.get(roomDocumentId)?.settled();
		await this.#ended(roomDocumentId);
	}

	/** Resolves when the sessions of a room that are over are written down. */
	async #ended(roomDocumentId: string): Promise<void> {
		await Promise.all([...this.#ending].filter(([, room]) => room === roomDocumentId).map(([written]) => written));
	}

	/** Ends all sessions. Resolves when that is written down, after no more than 10 s. Owners close their connections. */
	async close(): Promise<void> {
		this.#closed = true;
		clearInterval(this.#sweeper);
		clearInterval(this.#recoverer);
		await this.#recovering?.catch(() => {});
		// In a cluster another node waits for those who come back.
		if (this.#options.isDraining === undefined)
			for (const [roomId, recovered] of this.#recovered) void this.#giveUp(roomId, recovered);
		for (const host of this.hosts) host.end('ROOM_CLOSE', 'SERVER_SHUTDOWN');
		const timeout = new AbortController();
		const late = sleep(CLOSE_TIMEOUT, 'late' as const, { signal: timeout.signal });
		while (this.#ending.size > 0) {
			if ((await Promise.race([Promise.all(this.#ending.keys()), late])) !== 'late') continue;
			this.#options.logger.error({ unwritten: this.#ending.size }, 'the ends of sessions could not be written in time');
			break;
		}
		late.catch(() => {});
		timeout.abort();
	}

	async #recover(): Promise<void> {
		if (this.#options.isDraining?.() === true) return this.#options.homes.sweep();
		const over: Promise<void>[] = [];
		await this.#options.journal.recover((open) => {
			if (!this.#await(open)) over.push(this.#giveUp(open.session.room.id, open));
		});
		await Promise.all(over);
	}

	/** Waits for the participants of a session that was taken over. @returns false when it is over, or cannot continue */
	#await(open: OpenSession): boolean {
		const now = this.#now();
		const { room, startedAt } = open.session;
		const left = (closingTime(room, startedAt) ?? Number.POSITIVE_INFINITY) - epochMs();
		const graceEnds = now + Math.min(RECOVERY_GRACE, left);
		// What was here before another server took it, and has not heard of that, is not what continues.
		const stale = this.#hosts.get(room.id);
		if (stale !== undefined && stale.record.epoch < open.session.epoch) stale.abandon();
		// The room may have a new session here by now; it cannot continue in two.
		if (graceEnds <= now || this.#hosts.has(room.id)) return false;
		this.#recovered.set(room.id, { ...open, graceEnds });
		return true;
	}

	/** @throws RoomcastError SHUTTING_DOWN */
	#open(room: SessionRoom, home: Home): SessionHost {
		if (this.#closed) throw new RoomcastError('SHUTTING_DOWN');
		const { pool, maxParticipants, logger, journal } = this.#options;
		const recovered = this.#recovered.get(room.id);
		this.#recovered.delete(room.id);
		const host = new SessionHost({
			sessionId: recovered?.session.sessionId ?? newDocumentId(),
			...(recovered === undefined
				? {}
				: {
						startedAt: recovered.session.startedAt,
						aliveAt: recovered.aliveAt,
						entrance: recovered.session.entrance,
					}),
			room,
			home: recovered?.home ?? home.share(),
			journal,
			after: this.#ended(room.id),
			pool,
			maxParticipants,
			logger,
		});
		this.#hosts.set(room.id, host);
		host.once('closed', () => {
			if (this.#hosts.get(room.id) === host) this.#hosts.delete(room.id);
			void this.#track(room, this.#afterEnd(room, host)).then(() => host.home.release());
		});
		for (const listener of this.#openedListeners) listener(host);
		return host;
	}

	/** Nobody came back: the session ended when its server died. */
	#giveUp(roomDocumentId: string, { session, aliveAt, home }: OpenSession): Promise<void> {
		this.#recovered.delete(roomDocumentId);
		const ended = async () => {
			const { journal, logger } = this.#options;
			const { sessionId } = session;
			try {
				await untilWritten(
					() => journal.ended(session, aliveAt, 'SERVER_FAILURE'),
					(error) => logger.warn({ err: error, sessionId }, 'recovered session could not be ended yet; trying again'),
				);
			} catch (error) {
				logger.error({ err: error, sessionId }, 'recovered session could not be ended');
			}
			await this.#closeRoom(session.room);
			home.release();
		};
		return this.#track(session.room, ended());
	}

	async #afterEnd(room: SessionRoom, host: SessionHost): Promise<void> {
		await host.settled();
		// Somebody who waited and was not let in has not used up the only session of the room.
		if (host.begun) await this.#closeRoom(room);
	}

	async #closeRoom(room: SessionRoom): Promise<void> {
		if (room.autoCloseConfig?.type === 'session-end-and-deactivate') await this.#options.onLastSession(room);
	}

	#track(room: SessionRoom, work: Promise<void>): Promise<void> {
		const tracked = work
			.catch((error) => this.#options.logger.error({ err: error }, 'the end of a session could not be written'))
			.finally(() => this.#ending.delete(tracked));
		this.#ending.set(tracked, room.id);
		return tracked;
	}
}
