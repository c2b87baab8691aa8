import type { LeaveReasonName } from '@roomcast/contract';
import type { Logger } from 'pino';
import { newDocumentId } from '../../db/ids.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import type { HostParticipant, HostParticipantOptions } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { SessionHost } from './SessionHost.ts';
import type { OpenSession, SessionJournal, SessionRoom } from './SessionJournal.ts';

/** What sessions are built with. */
export interface SessionRegistryOptions {
	readonly pool: MediaPool;
	readonly journal: SessionJournal;
	/** Called when a session ended whose room allows only one. */
	onLastSession(room: SessionRoom): void;
	readonly maxParticipants: number;
	readonly logger: Logger;
}

/** Somebody in a session. */
export interface Seat {
	readonly host: SessionHost;
	readonly participant: HostParticipant;
}

/** ms that a session of a server that died waits for its participants; they try at least every 8 s. */
const RECOVERY_GRACE = 60_000;
/** ms between two looks for participants that are not coming back. */
const SWEEP_INTERVAL = 1000;

/** The sessions that run in this process, one per room at most. */
export class SessionRegistry {
	readonly #options: SessionRegistryOptions;
	/** By document id of the room. */
	readonly #hosts = new Map<string, SessionHost>();
	readonly #seats = new Map<string, Seat>();
	/** Sessions of a server that died, by document id of the room, until somebody is back. */
	readonly #recovered = new Map<string, OpenSession & { graceEnds: number }>();
	readonly #sweeper: NodeJS.Timeout;

	constructor(options: SessionRegistryOptions) {
		this.#options = options;
		this.#sweeper = setInterval(() => {
			const now = Date.now();
			for (const host of this.#hosts.values()) host.sweep(now);
			for (const [roomId, recovered] of this.#recovered) {
				if (now >= recovered.graceEnds) this.#giveUp(roomId, recovered);
			}
			for (const [token, { participant }] of this.#seats) if (participant.gone) this.#seats.delete(token);
		}, SWEEP_INTERVAL);
	}

	/** Running sessions. */
	get hosts(): readonly SessionHost[] {
		return [...this.#hosts.values()];
	}

	/**
	 * Takes over what a server that died left open: a session goes on when somebody comes back within a minute, else it
	 * ended when the server did.
	 */
	async recover(): Promise<void> {
		const graceEnds = Date.now() + RECOVERY_GRACE;
		for (const open of await this.#options.journal.recover()) {
			this.#recovered.set(open.session.room.id, { ...open, graceEnds });
		}
	}

	/** The running session of a room, by document id. */
	find(roomDocumentId: string): SessionHost | undefined {
		return this.#hosts.get(roomDocumentId);
	}

	/**
	 * Joins the room's session, which begins with its first participant.
	 *
	 * @throws RoomcastError as `SessionHost.join`
	 */
	async join(room: SessionRoom, options: HostParticipantOptions, link: Link): Promise<Seat> {
		const host = this.#hosts.get(room.id) ?? this.#open(room);
		const participant = await host.join(options, link);
		const seat = { host, participant };
		this.#seats.set(participant.resumeToken, seat);
		return seat;
	}

	/**
	 * Asks to be let into the room's session, or to the one that is to begin.
	 *
	 * @returns the session, and whether the answer was given before
	 */
	askEntry(room: SessionRoom, who: { participantId: string; name: string }, link: Link) {
		const host = this.#hosts.get(room.id) ?? this.#open(room);
		return { host, admitted: host.askEntry(who.participantId, who.name, link) };
	}

	/** The participant that a resume token belongs to, while it is waited for. */
	seat(resumeToken: string): Seat | undefined {
		const seat = this.#seats.get(resumeToken);
		return seat === undefined || seat.participant.gone ? undefined : seat;
	}

	/** Ends the running session of a room, if there is one. */
	end(roomDocumentId: string, reason: LeaveReasonName): void {
		const recovered = this.#recovered.get(roomDocumentId);
		if (recovered !== undefined) this.#giveUp(roomDocumentId, recovered);
		this.#hosts.get(roomDocumentId)?.end(reason);
	}

	/** Stops looking after sessions. Connections are closed by whoever owns them. */
	close(): void {
		clearInterval(this.#sweeper);
	}

	#open(room: SessionRoom): SessionHost {
		const { pool, maxParticipants, logger, journal } = this.#options;
		const recovered = this.#recovered.get(room.id);
		this.#recovered.delete(room.id);
		const host = new SessionHost({
			sessionId: recovered?.session.sessionId ?? newDocumentId(),
			...(recovered === undefined ? {} : { startedAt: recovered.session.startedAt }),
			room,
			journal,
			pool,
			maxParticipants,
			logger,
		});
		this.#hosts.set(room.id, host);
		host.once('closed', () => {
			if (this.#hosts.get(room.id) === host) this.#hosts.delete(room.id);
			this.#afterEnd(room);
		});
		return host;
	}

	/** Nobody came back: the session ended when its server died. */
	#giveUp(roomDocumentId: string, { session, aliveAt }: OpenSession): void {
		this.#recovered.delete(roomDocumentId);
		this.#options.journal
			.ended(session, aliveAt, 'SERVER_FAILURE')
			.catch((error) => this.#options.logger.error({ err: error }, 'recovered session could not be ended'));
		this.#afterEnd(session.room);
	}

	#afterEnd(room: SessionRoom): void {
		if (room.autoCloseConfig?.type === 'session-end-and-deactivate') this.#options.onLastSession(room);
	}
}
