import { type ErrorName, type RoomCaptures, RoomcastError } from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { SessionAccess, SessionCaller } from '../sessions/SessionAccess.ts';
import type { Storage } from '../storage/Storage.ts';
import type { Templates } from '../templates/Templates.ts';
import { epochMs } from '../time/clock.ts';
import type { Captures } from './Captures.ts';
import type { OutputFacts } from './OutputFacts.ts';
import type { StoredCapture } from './StoredCapture.ts';
import { deleteCapture, findCapture, listCaptures, spansOf } from './store.ts';

export interface EgressServiceOptions {
	readonly database: Database;
	readonly captures: Pick<Captures, 'start' | 'stop' | 'of' | 'running' | 'binds'>;
	readonly access: SessionAccess;
	readonly storage: Pick<Storage, 'ofCaptures' | 'delete'>;
	readonly guard: TargetGuard;
	readonly templates: Pick<Templates, 'check'>;
	/** The running session of a room, by document id. */
	findSession(room: string): SessionHost | undefined;
}

/** Which captures are asked for; references are what callers give, and may be of rooms that are not theirs. */
export interface CaptureQuery {
	readonly roomId?: string | undefined;
	/** Exactly a `roomId` or a `customRoomId`. */
	readonly query?: string | undefined;
	readonly sessionId?: string | undefined;
	readonly participantId?: string | undefined;
	/** From 1. */
	readonly page: number;
	readonly perPage: number;
}

/** What recordings and streams have in common for those who ask for them: whose they are, which run, which there were. */
export class EgressService {
	/** Starts what those who ask have checked. */
	readonly captures: EgressServiceOptions['captures'];
	readonly #options: EgressServiceOptions;

	constructor(options: EgressServiceOptions) {
		this.captures = options.captures;
		this.#options = options;
	}

	/**
	 * The session that runs in a room.
	 *
	 * @param error what the answer is when there is none
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, and that
	 */
	async host(caller: SessionCaller, roomId: string, error: ErrorName): Promise<SessionHost> {
		const room = await this.#options.access.needRoom(caller, roomId);
		const host = this.#options.findSession(room.id);
		if (host?.begun !== true || host.closed)
			throw new RoomcastError(error, `room ${room.roomId} has no session that runs`);
		return host;
	}

	/**
	 * What is recorded or streamed of a room as a whole, for those who are not in it yet.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID
	 */
	async ofRoom(caller: SessionCaller, roomId: string): Promise<RoomCaptures> {
		const room = await this.#options.access.needRoom(caller, roomId);
		const running = this.#options.findSession(room.id)?.captures.running ?? [];
		return { captures: running.map(({ capture, status }) => ({ capture, status })) };
	}

	/** What time it is in the session of a capture, in epoch ms: as long after its start as it has lasted. */
	timeIn({ room, sessionId, startedAt }: StoredCapture): number {
		const host = this.#options.findSession(room);
		return host?.sessionId === sessionId ? host.clock.now() : Math.max(epochMs(), startedAt ?? 0);
	}

	/** What of a kind runs in a session, the oldest first. */
	running({ sessionId }: SessionHost, { name }: OutputFacts): readonly StoredCapture[] {
		return this.captures.of(sessionId).filter(({ kind }) => kind === name);
	}

	/**
	 * Stop what of a kind runs in a session.
	 *
	 * @param wanted which of them; default: all
	 * @throws RoomcastError `errors.stop` of the kind when there is none
	 */
	async stop(host: SessionHost, kind: OutputFacts, wanted?: (capture: StoredCapture) => boolean): Promise<void> {
		const running = this.running(host, kind).filter((capture) => wanted?.(capture) !== false);
		if (running.length === 0)
			throw new RoomcastError(kind.errors.stop, `nothing of that kind runs in room ${host.room.roomId}`);
		await Promise.all(running.map(({ id }) => this.captures.stop(id, 'STOPPED_BY_REQUEST')));
	}

	/** A capture of any key. Whether a caller may know of it is not asked here. */
	find(id: string): Promise<StoredCapture | undefined> {
		return findCapture(this.#options.database.queries, id);
	}

	/** One page of a kind, the newest first, and how many there are in all. */
	async list(
		caller: SessionCaller,
		kind: OutputFacts,
		query: CaptureQuery,
	): Promise<{ captures: StoredCapture[]; total: number }> {
		const { access, database } = this.#options;
		let room: string | undefined;
		for (const reference of [caller.roomId, query.roomId, query.query]) {
			if (reference === undefined) continue;
			const found = await access.room(caller, reference);
			if (found === undefined || (room !== undefined && room !== found.id)) return { captures: [], total: 0 };
			room = found.id;
		}
		return listCaptures(database.queries, {
			keyId: caller.keyId,
			kind: kind.name,
			room,
			sessionId: query.sessionId,
			participantId: query.participantId,
			offset: (query.page - 1) * query.perPage,
			limit: query.perPage,
		});
	}

	/** @throws RoomcastError UNAUTHORIZED_MEETING_ID, and `errors.notFound` of the kind */
	async get(caller: SessionCaller, { name, errors }: OutputFacts, id: string): Promise<StoredCapture> {
		const capture = await findCapture(this.#options.database.queries, id);
		if (capture?.keyId !== caller.keyId || capture.kind !== name)
			throw new RoomcastError(errors.notFound, `there is none with the id ${id}`);
		await this.#options.access.needRoom(caller, capture.roomId);
		return capture;
	}

	/**
	 * Delete a capture with its files. One that runs is not deleted.
	 *
	 * @throws RoomcastError UNAUTHORIZED_MEETING_ID, and `errors.notFound` and `errors.delete` of the kind
	 */
	async delete(caller: SessionCaller, kind: OutputFacts, id: string): Promise<StoredCapture> {
		const { database, storage } = this.#options;
		const capture = await this.get(caller, kind, id);
		await database.transaction(async (queries) => {
			if (!(await deleteCapture(queries, id))) {
				const next = capture.state === 'STOPPING' ? 'delete it when it is STOPPED or FAILED' : 'stop it first';
				throw new RoomcastError(kind.errors.delete ?? kind.errors.stop, `${id} is ${capture.state}; ${next}`);
			}
			const files = await storage.ofCaptures(queries, [id]);
			await storage.delete(
				queries,
				files.map((file) => file.id),
			);
		});
		return capture;
	}

	/** When a kind of capture ran in some sessions, by session id; in epoch ms. */
	async spans(
		sessionIds: readonly string[],
		{ name }: OutputFacts,
	): Promise<Map<string, { start: number; end: number | null }[]>> {
		const spans = await spansOf(this.#options.database.queries, sessionIds, name);
		return Map.groupBy(spans, ({ sessionId }) => sessionId);
	}

	/**
	 * Whether this server may send to a URL that a caller gave.
	 *
	 * @param field its name in the request
	 * @throws RoomcastError VALIDATION_FAILED
	 */
	async checkTarget(field: string, url: string): Promise<void> {
		try {
			await this.#options.guard.check(url, 'upload');
		} catch (cause) {
			throw new RoomcastError('VALIDATION_FAILED', `body.${field}: ${(cause as Error).message}`, { cause });
		}
	}

	/**
	 * Whether a template page may be opened, and could be.
	 *
	 * @param error what the answer is when it could not
	 * @throws RoomcastError VALIDATION_FAILED, and that
	 */
	async checkTemplate(url: string, error: ErrorName): Promise<void> {
		try {
			await this.#options.templates.check(url);
		} catch (cause) {
			const reason = `templateUrl: ${(cause as Error).message}`;
			throw new RoomcastError(cause instanceof TargetRefused ? 'VALIDATION_FAILED' : error, reason, { cause });
		}
	}
}
