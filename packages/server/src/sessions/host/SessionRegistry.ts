import { randomBytes } from 'node:crypto';
import type { LeaveReasonName } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { MediaPool } from '../../media/MediaPool.ts';
import type { HostParticipant, HostParticipantOptions } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { SessionHost } from './SessionHost.ts';

/** What sessions are built with. */
export interface SessionRegistryOptions {
	readonly pool: MediaPool;
	readonly maxParticipants: number;
	readonly logger: Logger;
}

/** Somebody in a session. */
export interface Seat {
	readonly host: SessionHost;
	readonly participant: HostParticipant;
}

/** ms between two looks for participants that are not coming back. */
const SWEEP_INTERVAL = 1000;

/** The sessions that run in this process, one per room at most. */
export class SessionRegistry {
	readonly #options: SessionRegistryOptions;
	/** By document id of the room. */
	readonly #hosts = new Map<string, SessionHost>();
	readonly #seats = new Map<string, Seat>();
	readonly #sweeper: NodeJS.Timeout;

	constructor(options: SessionRegistryOptions) {
		this.#options = options;
		this.#sweeper = setInterval(() => {
			const now = Date.now();
			for (const host of this.#hosts.values()) host.sweep(now);
			for (const [token, { participant }] of this.#seats) if (participant.gone) this.#seats.delete(token);
		}, SWEEP_INTERVAL);
	}

	/** Running sessions. */
	get hosts(): readonly SessionHost[] {
		return [...this.#hosts.values()];
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
	async join(room: SessionHost['room'], options: HostParticipantOptions, link: Link): Promise<Seat> {
		const host = this.#hosts.get(room.id) ?? this.#open(room);
		const participant = await host.join(options, link);
		const seat = { host, participant };
		this.#seats.set(participant.resumeToken, seat);
		return seat;
	}

	/** The participant that a resume token belongs to, while it is waited for. */
	seat(resumeToken: string): Seat | undefined {
		const seat = this.#seats.get(resumeToken);
		return seat === undefined || seat.participant.gone ? undefined : seat;
	}

	/** Ends the running session of a room, if there is one. */
	end(roomDocumentId: string, reason: LeaveReasonName): void {
		this.#hosts.get(roomDocumentId)?.end(reason);
	}

	/** Stops looking after sessions. Connections are closed by whoever owns them. */
	close(): void {
		clearInterval(this.#sweeper);
	}

	#open(room: SessionHost['room']): SessionHost {
		const { pool, maxParticipants, logger } = this.#options;
		const sessionId = documentId();
		const host = new SessionHost({ sessionId, room, pool, maxParticipants, logger });
		this.#hosts.set(room.id, host);
		host.once('closed', () => {
			if (this.#hosts.get(room.id) === host) this.#hosts.delete(room.id);
		});
		return host;
	}
}

/** 24 hex characters that sort by time, to the second. */
function documentId(): string {
	return (
		Math.floor(Date.now() / 1000)
			.toString(16)
			.padStart(8, '0') + randomBytes(8).toString('hex')
	);
}
