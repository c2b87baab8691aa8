import {
	type ListParticipantRecordingsQuery,
	type ListRecordingsQuery,
	type RoomCaptures,
	RoomcastError,
	type StartParticipantRecordingBody,
	type StartRecordingBody,
	type StartRecordingOptions,
	type StartTrackRecordingBody,
	type StopParticipantRecordingBody,
	type StopRecordingBody,
	type StopTrackRecordingBody,
} from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import type { OutputFacts } from '../egress/OutputFacts.ts';
import type { StoredCapture, TrackKind } from '../egress/StoredCapture.ts';
import type { EgressService } from '../egress/service.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import type { Storage } from '../storage/Storage.ts';
import type { StoredFile } from '../storage/StoredFile.ts';
import { storagePrefix } from '../storage/storagePath.ts';
import { participantRecordingKind } from './participantRecordingKind.ts';
import { recordingKind } from './recordingKind.ts';
import type { RecordingOptions } from './StoredRecording.ts';
import { trackRecordingKind } from './trackRecordingKind.ts';

/** Most bytes of `metadata`, as JSON. */
const MAX_METADATA = 8192;
/** Kinds of tracks that are sound. */
const SOUND: readonly TrackKind[] = ['audio', 'screen_audio'];
/** The streams of a participant, by the kinds of their recordings. */
const STREAMS = { audio: 'audio', video: 'video', screen_video: 'share', screen_audio: 'shareAudio' } as const;

export interface RecordingServiceOptions {
	readonly database: Database;
	readonly egress: EgressService;
	readonly storage: Pick<Storage, 'ofCaptures' | 'url'>;
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
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, VALIDATION_FAILED,
	 *   START_RECORDING_FAILED, PREV_RECORDING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartRecordingBody): Promise<StoredCapture> {
		const host = await this.#options.egress.host(caller, body.roomId, 'START_RECORDING_FAILED');
		return this.startIn(host, body);
	}

	/** The same for a session that is known: from within the call, or with it. */
	async startIn(
		host: SessionHost,
		options: StartRecordingOptions & Partial<StartRecordingBody>,
		startedBy?: string,
	): Promise<StoredCapture> {
		const { config, fileFormat = 'mp4', webhookUrl, awsDirPath, preSignedUrl, onFailure, templateUrl } = options;
		if (templateUrl !== undefined) await this.#options.egress.checkTemplate(templateUrl, 'START_RECORDING_FAILED');
		if (preSignedUrl !== undefined) await this.#options.egress.checkTarget('preSignedUrl', preSignedUrl);
		return this.#options.egress.captures.start<RecordingOptions>({
			host,
			kind: recordingKind,
			parallel: host.room.multiComposition?.recording === true,
			options: {
				config,
				templateUrl,
				fileFormat,
				webhookUrl,
				dirPath: storagePrefix('awsDirPath', awsDirPath),
				preSignedUrl,
				onFailure,
				startedBy,
			},
		});
	}

	/** The same picture as a stream has, as a file that ends with it: it is encoded once for both. */
	async recordBesides(host: SessionHost, { id, options }: StoredCapture): Promise<void> {
		const { config, templateUrl, webhookUrl, startedBy } = options;
		try {
			await this.#options.egress.captures.start<RecordingOptions>({
				host,
				kind: recordingKind,
				parallel: host.room.multiComposition?.recording === true,
				options: { config, templateUrl, webhookUrl, startedBy, fileFormat: 'mp4', besides: id },
			});
		} catch (error) {
			// It is being recorded already; `recording-failed` reports any other failure, and the stream is on the air.
			if (!(error instanceof RoomcastError)) throw error;
		}
	}

	/**
	 * End the recordings of a meeting, or one of them.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED
	 */
	async stop(caller: SessionCaller, { roomId, id }: StopRecordingBody): Promise<void> {
		const host = await this.#options.egress.host(caller, roomId, 'STOP_RECORDING_FAILED');
		await this.#options.egress.stop(host, recordingKind, (capture) => (id ?? capture.id) === capture.id);
	}

	/** Begin what the room wants recorded from its first participant on (`autoStartConfig`). */
	async autoStart(host: SessionHost): Promise<void> {
		const wanted = host.room.autoStartConfig?.recording;
		if (wanted !== undefined) await this.startIn(host, wanted);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartRecordingOptions): Promise<string> {
		return (await this.startIn(host, options, participant.participantId)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host }: Seat): Promise<void> {
		await this.#options.egress.stop(host, recordingKind);
	}

	/**
	 * Record one participant.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, VALIDATION_FAILED,
	 *   PARTICIPANT_NOT_FOUND, START_PARTICIPANT_RECORDING_FAILED
	 */
	async startParticipant(caller: SessionCaller, body: StartParticipantRecordingBody): Promise<StoredCapture> {
		const host = await this.#options.egress.host(caller, body.roomId, 'START_PARTICIPANT_RECORDING_FAILED');
		const participant = participantOf(host, body.participantId);
		const { fileFormat = 'webm', webhookUrl, bucketDirPath, metadata } = body;
		if (metadata !== undefined && Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA)
			throw new RoomcastError('VALIDATION_FAILED', `body.metadata has more than ${MAX_METADATA} bytes of JSON`);
		return this.#options.egress.captures.start<RecordingOptions>({
			host,
			kind: participantRecordingKind,
			participant,
			options: { fileFormat, webhookUrl, dirPath: storagePrefix('bucketDirPath', bucketDirPath), metadata },
		});
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID,
	 *   STOP_PARTICIPANT_RECORDING_FAILED
	 */
	async stopParticipant(caller: SessionCaller, { roomId, participantId }: StopParticipantRecordingBody): Promise<void> {
		const host = await this.#options.egress.host(caller, roomId, 'STOP_PARTICIPANT_RECORDING_FAILED');
		const ofParticipant = (capture: StoredCapture) => capture.participantId === participantId;
		await this.#options.egress.stop(host, participantRecordingKind, ofParticipant);
	}

	/**
	 * Record one track of a participant.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, VALIDATION_FAILED,
	 *   PARTICIPANT_NOT_FOUND, START_TRACK_RECORDING_FAILED
	 */
	async startTrack(caller: SessionCaller, body: StartTrackRecordingBody): Promise<StoredCapture> {
		const { kind, fileFormat = 'webm', webhookUrl, bucketDirPath } = body;
		if ((fileFormat === 'mp3' || fileFormat === 'm3u8') && !SOUND.includes(kind))
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`body.fileFormat is ${fileFormat}, which is for sound; for ${kind} it may be mp4 or webm`,
			);
		const host = await this.#options.egress.host(caller, body.roomId, 'START_TRACK_RECORDING_FAILED');
		const participant = participantOf(host, body.participantId);
		const sends = participant.media?.streams.some((stream) => stream.kind === STREAMS[kind]) ?? false;
		if (!sends)
			throw new RoomcastError('START_TRACK_RECORDING_FAILED', `participant ${body.participantId} sends no ${kind} now`);
		return this.#options.egress.captures.start<RecordingOptions>({
			host,
			kind: trackRecordingKind,
			participant,
			trackKind: kind,
			options: { fileFormat, webhookUrl, dirPath: storagePrefix('bucketDirPath', bucketDirPath) },
		});
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_TRACK_RECORDING_FAILED
	 */
	async stopTrack(caller: SessionCaller, { roomId, participantId, kind }: StopTrackRecordingBody): Promise<void> {
		const host = await this.#options.egress.host(caller, roomId, 'STOP_TRACK_RECORDING_FAILED');
		const ofTrack = (capture: StoredCapture) => capture.participantId === participantId && capture.trackKind === kind;
		await this.#options.egress.stop(host, trackRecordingKind, ofTrack);
	}

	/** One page of recordings, the newest first, and how many there are in all. */
	list(
		caller: SessionCaller,
		kind: OutputFacts,
		query: (ListRecordingsQuery | ListParticipantRecordingsQuery) & Paging,
	): Promise<{ captures: StoredCapture[]; total: number }> {
		return this.#options.egress.list(caller, kind, query);
	}

	/** @throws RoomcastError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	get(caller: SessionCaller, kind: OutputFacts, id: string): Promise<StoredCapture> {
		return this.#options.egress.get(caller, kind, id);
	}

	/**
	 * Delete a recording with its files. One that runs is not deleted.
	 *
	 * @throws RoomcastError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED
	 */
	async delete(caller: SessionCaller, kind: OutputFacts, id: string): Promise<void> {
		await this.#options.egress.delete(caller, kind, id);
	}

	/** @throws RoomcastError as `EgressService.ofRoom` */
	ofRoom(caller: SessionCaller, roomId: string): Promise<RoomCaptures> {
		return this.#options.egress.ofRoom(caller, roomId);
	}

	/** When the meetings of some sessions were recorded, by session id; in epoch ms. */
	spans(sessionIds: readonly string[]): Promise<Map<string, { start: number; end: number | null }[]>> {
		return this.#options.egress.spans(sessionIds, recordingKind);
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
}

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
