import { type ErrorName, type RoomCaptures, RoomcastError } from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { SessionAccess, SessionCaller } from '../sessions/SessionAccess.ts';
import type { Storage } from '../storage/Storage.ts';
import type { Templates } from '../templates/Templates.ts';
import { epochMs } from '../time/clock.ts';
import type { CaptureKind, StoredCapture } from './Capture.ts';
import type { CaptureRequest, Captures } from './Captures.ts';
import { deleteCapture, findCapture, listCaptures, spansOf } from './captureStore.ts';

export interface CaptureDeskOptions {
	readonly database: Database;
	readonly captures: Pick<Captures, 'start' | 'stop' | 'of'>;
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

/** Answers for captures that do not exist, and for those that still run. */
export interface CaptureErrors {
	readonly notFound: ErrorName;
	readonly runs: ErrorName;
}

/** What recordings and streams have in common for those who ask for them: whose they are, which run, which there were. */
export class CaptureDesk {
	readonly #options: CaptureDeskOptions;

	constructor(options: CaptureDeskOptions) {
		this.#options = options;
	}

	/** @throws RoomcastError as `Captures.start` */
	start(request: CaptureRequest): Promise<StoredCapture> {
		return this.#options.captures.start(request);
	}

	/** The same picture as a stream has, as a file that ends with it: it is encoded once for both. */
	async recordBesides(host: SessionHost, { id, options }: StoredCapture): Promise<void> {
		const { config, templateUrl, webhookUrl, startedBy } = options;
		try {
			await this.start({
				host,
				kind: 'recording',
				parallel: host.room.multiComposition?.recording === true,
				options: { config, templateUrl, webhookUrl, startedBy, fileFormat: 'mp4', besides: id },
			});
		} catch (error) {
			// It is being recorded already; any other failure is told as `recording-failed`, and the stream is on the air.
			if (!(error instanceof RoomcastError)) throw error;
		}
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

	/** What runs in a session. */
	running({ sessionId }: SessionHost): readonly StoredCapture[] {
		return this.#options.captures.of(sessionId);
	}

	/**
	 * Stop what runs in a session.
	 *
	 * @param error what the answer is when nothing of it does
	 */
	async stop(host: SessionHost, error: ErrorName, wanted: (capture: StoredCapture) => boolean): Promise<void> {
		const running = this.running(host).filter(wanted);
		if (running.length === 0) throw new RoomcastError(error, `nothing of that kind runs in room ${host.room.roomId}`);
		await Promise.all(running.map(({ id }) => this.#options.captures.stop(id, 'STOPPED_BY_REQUEST')));
	}

	/** One page of a kind, the newest first, and how many there are in all. */
	async list(
		caller: SessionCaller,
		kind: CaptureKind,
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
			kind,
			room,
			sessionId: query.sessionId,
			participantId: query.participantId,
			offset: (query.page - 1) * query.perPage,
			limit: query.perPage,
		});
	}

	/** @throws RoomcastError UNAUTHORIZED_MEETING_ID, and `notFound` */
	async get(caller: SessionCaller, kind: CaptureKind, id: string, notFound: ErrorName): Promise<StoredCapture> {
		const capture = await findCapture(this.#options.database.queries, id);
		if (capture?.keyId !== caller.keyId || capture.kind !== kind)
			throw new RoomcastError(notFound, `there is none with the id ${id}`);
		await this.#options.access.needRoom(caller, capture.roomId);
		return capture;
	}

	/**
	 * Delete a capture with its files. One that runs is not deleted.
	 *
	 * @throws RoomcastError UNAUTHORIZED_MEETING_ID, and what `errors` says
	 */
	async delete(caller: SessionCaller, kind: CaptureKind, id: string, errors: CaptureErrors): Promise<StoredCapture> {
		const { database, storage } = this.#options;
		const capture = await this.get(caller, kind, id, errors.notFound);
		await database.transaction(async (queries) => {
			if (!(await deleteCapture(queries, id)))
				throw new RoomcastError(errors.runs, `${id} is ${capture.state}; stop it first`);
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
		kind: CaptureKind,
	): Promise<Map<string, { start: number; end: number | null }[]>> {
		const spans = await spansOf(this.#options.database.queries, sessionIds, kind);
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
