import {
	type ListParticipantRecordingsQuery,
	type ListRecordingsQuery,
	RoomcastError,
	type StartParticipantRecordingBody,
	type StartRecordingBody,
	type StartRecordingOptions,
	type StartTrackRecordingBody,
	type StopParticipantRecordingBody,
	type StopRecordingBody,
	type StopTrackRecordingBody,
} from '@roomcast/contract';
import { needDirector } from '../auth/needDirector.ts';
import type { Database } from '../db/Database.ts';
import type { CaptureKind, StoredCapture, TrackKind } from '../egress/Capture.ts';
import type { Captures } from '../egress/Captures.ts';
import { deleteCapture, findCapture, listCaptures, spansOf } from '../egress/captureStore.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionAccess, SessionCaller } from '../sessions/SessionAccess.ts';
import type { Storage } from '../storage/Storage.ts';
import type { StoredFile } from '../storage/StoredFile.ts';
import { storagePrefix } from '../storage/storagePath.ts';

/** Most bytes of `metadata`, as JSON. */
const MAX_METADATA = 8192;
/** Kinds of tracks that are sound. */
const SOUND: readonly TrackKind[] = ['audio', 'screen_audio'];
/** The streams of a participant, by the kinds of their recordings. */
const STREAMS = { audio: 'audio', video: 'video', screen_video: 'share', screen_audio: 'shareAudio' } as const;

export interface RecordingServiceOptions {
	readonly database: Database;
	readonly captures: Pick<Captures, 'start' | 'stop' | 'of'>;
	readonly access: SessionAccess;
	readonly storage: Pick<Storage, 'ofCaptures' | 'url' | 'delete'>;
	readonly guard: TargetGuard;
	/** The running session of a room, by document id. */
	findSession(room: string): SessionHost | undefined;
}

interface Paging {
	readonly page: number;
	readonly perPage: number;
}

/** Recordings of meetings, participants and tracks: three views of one thing, a capture into files. */
export class RecordingService {
	readonly #options: RecordingServiceOptions;

	constructor(options: RecordingServiceOptions) {
		this.#options = options;
	}

	/**
	 * Record a meeting.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, VALIDATION_FAILED,
	 *   START_RECORDING_FAILED, PREV_RECORDING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartRecordingBody): Promise<StoredCapture> {
		needDirector(caller);
		const host = await this.#host(caller, body.roomId, 'START_RECORDING_FAILED');
		return this.startIn(host, body);
	}

	/** The same for a session that is known: from within the call, or with it. */
	async startIn(
		host: SessionHost,
		options: StartRecordingOptions & Partial<StartRecordingBody>,
	): Promise<StoredCapture> {
		const { config, fileFormat = 'mp4', webhookUrl, awsDirPath, preSignedUrl, onFailure, templateUrl } = options;
		if (templateUrl !== undefined)
			throw new RoomcastError('START_RECORDING_FAILED', 'this server records no template pages');
		if (preSignedUrl !== undefined) await this.#checkTarget('preSignedUrl', preSignedUrl);
		return this.#options.captures.start({
			host,
			kind: 'recording',
			parallel: host.room.multiComposition?.recording === true,
			options: {
				config,
				fileFormat,
				webhookUrl,
				dirPath: storagePrefix('awsDirPath', awsDirPath),
				preSignedUrl,
				onFailure,
			},
		});
	}

	/**
	 * End the recordings of a meeting, or one of them.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, STOP_RECORDING_FAILED
	 */
	async stop(caller: SessionCaller, { roomId, id }: StopRecordingBody): Promise<void> {
		needDirector(caller);
		const host = await this.#host(caller, roomId, 'STOP_RECORDING_FAILED');
		await this.#stop(
			host,
			'STOP_RECORDING_FAILED',
			(capture) => capture.kind === 'recording' && (id ?? capture.id) === capture.id,
		);
	}

	/** Begin what the room wants recorded from its first participant on (`autoStartConfig`). */
	async autoStart(host: SessionHost): Promise<void> {
		const wanted = host.room.autoStartConfig?.recording;
		if (wanted !== undefined) await this.startIn(host, wanted);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartRecordingOptions): Promise<string> {
		needPermission(participant, 'starting a recording');
		return (await this.startIn(host, options)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host, participant }: Seat): Promise<void> {
		needPermission(participant, 'ending a recording');
		await this.#stop(host, 'STOP_RECORDING_FAILED', ({ kind }) => kind === 'recording');
	}

	/**
	 * Record one participant.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, VALIDATION_FAILED,
	 *   PARTICIPANT_NOT_FOUND, START_PARTICIPANT_RECORDING_FAILED
	 */
	async startParticipant(caller: SessionCaller, body: StartParticipantRecordingBody): Promise<StoredCapture> {
		needDirector(caller);
		const host = await this.#host(caller, body.roomId, 'START_PARTICIPANT_RECORDING_FAILED');
		const participant = participantOf(host, body.participantId);
		const { fileFormat = 'webm', webhookUrl, bucketDirPath, metadata } = body;
		if (metadata !== undefined && Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA)
			throw new RoomcastError('VALIDATION_FAILED', `body.metadata has more than ${MAX_METADATA} bytes of JSON`);
		return this.#options.captures.start({
			host,
			kind: 'participant-recording',
			participant,
			options: { fileFormat, webhookUrl, dirPath: storagePrefix('bucketDirPath', bucketDirPath), metadata },
		});
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS,
	 *   STOP_PARTICIPANT_RECORDING_FAILED
	 */
	async stopParticipant(caller: SessionCaller, { roomId, participantId }: StopParticipantRecordingBody): Promise<void> {
		needDirector(caller);
		const error = 'STOP_PARTICIPANT_RECORDING_FAILED';
		await this.#stop(
			await this.#host(caller, roomId, error),
			error,
			(capture) => capture.kind === 'participant-recording' && capture.participantId === participantId,
		);
	}

	/**
	 * Record one track of a participant.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, VALIDATION_FAILED,
	 *   PARTICIPANT_NOT_FOUND, START_TRACK_RECORDING_FAILED
	 */
	async startTrack(caller: SessionCaller, body: StartTrackRecordingBody): Promise<StoredCapture> {
		needDirector(caller);
		const { kind, fileFormat = 'webm', webhookUrl, bucketDirPath } = body;
		if ((fileFormat === 'mp3' || fileFormat === 'm3u8') && !SOUND.includes(kind))
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`body.fileFormat is ${fileFormat}, which is for sound; for ${kind} it may be mp4 or webm`,
			);
		const host = await this.#host(caller, body.roomId, 'START_TRACK_RECORDING_FAILED');
		const participant = participantOf(host, body.participantId);
		const sends = participant.media?.streams.some((stream) => stream.kind === STREAMS[kind]) ?? false;
		if (!sends)
			throw new RoomcastError('START_TRACK_RECORDING_FAILED', `participant ${body.participantId} sends no ${kind} now`);
		return this.#options.captures.start({
			host,
			kind: 'track-recording',
			participant,
			trackKind: kind,
			options: { fileFormat, webhookUrl, dirPath: storagePrefix('bucketDirPath', bucketDirPath) },
		});
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, STOP_TRACK_RECORDING_FAILED
	 */
	async stopTrack(caller: SessionCaller, { roomId, participantId, kind }: StopTrackRecordingBody): Promise<void> {
		needDirector(caller);
		const error = 'STOP_TRACK_RECORDING_FAILED';
		await this.#stop(
			await this.#host(caller, roomId, error),
			error,
			(capture) =>
				capture.kind === 'track-recording' && capture.participantId === participantId && capture.trackKind === kind,
		);
	}

	/** One page of recordings, the newest first, and how many there are in all. */
	async list(
		caller: SessionCaller,
		kind: CaptureKind,
		query: (ListRecordingsQuery | ListParticipantRecordingsQuery) & Paging,
	): Promise<{ captures: StoredCapture[]; total: number }> {
		const { access, database } = this.#options;
		let room: string | undefined;
		const search = 'query' in query ? query.query : undefined;
		for (const reference of [caller.roomId, query.roomId, search]) {
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
			participantId: 'participantId' in query ? query.participantId : undefined,
			offset: (query.page - 1) * query.perPage,
			limit: query.perPage,
		});
	}

	/** @throws RoomcastError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	async get(caller: SessionCaller, kind: CaptureKind, id: string): Promise<StoredCapture> {
		const capture = await findCapture(this.#options.database.queries, id);
		if (capture?.keyId !== caller.keyId || capture.kind !== kind)
			throw new RoomcastError('RECORDING_NOT_FOUND', `there is no recording ${id}`);
		await this.#options.access.needRoom(caller, capture.roomId);
		return capture;
	}

	/**
	 * Delete a recording with its files. One that runs is not deleted.
	 *
	 * @throws RoomcastError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, STOP_RECORDING_FAILED
	 */
	async delete(caller: SessionCaller, kind: CaptureKind, id: string): Promise<void> {
		needDirector(caller);
		const { database, storage } = this.#options;
		const capture = await this.get(caller, kind, id);
		await database.transaction(async (queries) => {
			if (!(await deleteCapture(queries, id)))
				throw new RoomcastError('STOP_RECORDING_FAILED', `recording ${id} is ${capture.state}; stop it first`);
			const files = await storage.ofCaptures(queries, [id]);
			await storage.delete(
				queries,
				files.map((file) => file.id),
			);
		});
	}

	/** When the meetings of some sessions were recorded, by session id; in epoch ms. */
	async spans(sessionIds: readonly string[]): Promise<Map<string, { start: number; end: number | null }[]>> {
		const spans = await spansOf(this.#options.database.queries, sessionIds, 'recording');
		return Map.groupBy(spans, ({ sessionId }) => sessionId);
	}

	/** The files of some recordings. */
	files(captures: readonly StoredCapture[]): Promise<StoredFile[]> {
		return this.#options.storage.ofCaptures(
			this.#options.database.queries,
			captures.map(({ id }) => id),
		);
	}

	/** A link to a file. */
	url(file: StoredFile): Promise<string | null> {
		return this.#options.storage.url(file);
	}

	async #host(caller: SessionCaller, roomId: string, error: StartOrStop): Promise<SessionHost> {
		const room = await this.#options.access.needRoom(caller, roomId);
		const host = this.#options.findSession(room.id);
		if (host?.begun !== true || host.closed)
			throw new RoomcastError(error, `room ${room.roomId} has no session that runs`);
		return host;
	}

	async #stop(host: SessionHost, error: StartOrStop, wanted: (capture: StoredCapture) => boolean): Promise<void> {
		const { captures } = this.#options;
		const running = captures.of(host.sessionId).filter(wanted);
		if (running.length === 0)
			throw new RoomcastError(error, `nothing of that kind is recorded in room ${host.room.roomId}`);
		await Promise.all(running.map(({ id }) => captures.stop(id, 'STOPPED_BY_REQUEST')));
	}

	async #checkTarget(field: string, url: string): Promise<void> {
		const refused = await this.#options.guard.check(url).then(
			() => undefined,
			(error: Error) => error.message,
		);
		if (refused !== undefined) throw new RoomcastError('VALIDATION_FAILED', `body.${field}: ${refused}`);
	}
}

type StartOrStop =
	| 'START_RECORDING_FAILED'
	| 'STOP_RECORDING_FAILED'
	| 'START_PARTICIPANT_RECORDING_FAILED'
	| 'STOP_PARTICIPANT_RECORDING_FAILED'
	| 'START_TRACK_RECORDING_FAILED'
	| 'STOP_TRACK_RECORDING_FAILED';

/** @throws RoomcastError PARTICIPANT_NOT_FOUND */
function participantOf(host: SessionHost, participantId: string): HostParticipant {
	const participant = host.participant(participantId);
	if (participant === undefined)
		throw new RoomcastError(
			'PARTICIPANT_NOT_FOUND',
			`${participantId} is not in the session of room ${host.room.roomId}`,
		);
	return participant;
}

/** Guests who had to ask may not. @throws RoomcastError INVALID_PERMISSIONS */
function needPermission({ permissions }: HostParticipant, what: string): void {
	if (permissions.includes('allow_join') || permissions.includes('allow_mod')) return;
	throw new RoomcastError('INVALID_PERMISSIONS', `${what} needs allow_join or allow_mod`);
}
