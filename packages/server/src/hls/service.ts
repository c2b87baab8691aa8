import { rm } from 'node:fs/promises';
import {
	type CaptureHlsBody,
	type ListHlsQuery,
	RoomcastError,
	type StartHlsBody,
	type StartHlsOptions,
	type StopHlsBody,
} from '@roomcast/contract';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { EgressService } from '../egress/service.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import type { HlsStreams } from './HlsStreams.ts';
import type { HlsThumbnails, Thumbnail } from './HlsThumbnails.ts';
import { type HlsOptions, newHlsSecret } from './hlsId.ts';
import { HLS } from './hlsKind.ts';

export interface HlsServiceOptions {
	readonly egress: EgressService;
	readonly recordings: {
		/** Also records a stream. */
		recordBesides(host: SessionHost, stream: StoredCapture): Promise<void>;
	};
	readonly streams: HlsStreams;
	readonly thumbnails: HlsThumbnails;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/** HLS of rooms, for those who start and end it, look it up, and take pictures of it. */
export class HlsService {
	readonly #options: HlsServiceOptions;

	constructor(options: HlsServiceOptions) {
		this.#options = options;
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, START_HLS_FAILED,
	 *   PREV_HLS_STREAMING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartHlsBody): Promise<StoredCapture> {
		return this.#startIn(await this.#options.egress.host(caller, body.roomId, 'START_HLS_FAILED'), body);
	}

	/** @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_HLS_FAILED */
	async stop(caller: SessionCaller, { roomId, id }: StopHlsBody): Promise<void> {
		await this.#stopIn(await this.#options.egress.host(caller, roomId, 'STOP_HLS_FAILED'), id);
	}

	/** Begin what the room wants streamed from its first participant on (`autoStartConfig`). */
	async autoStart(host: SessionHost): Promise<void> {
		const wanted = host.room.autoStartConfig?.hls;
		if (wanted !== undefined) await this.#startIn(host, wanted);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartHlsOptions): Promise<string> {
		return (await this.#startIn(host, options, participant.participantId)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host }: Seat): Promise<void> {
		await this.#stopIn(host, undefined);
	}

	/** One page of streams, the newest first, and how many there are in all. */
	list(
		caller: SessionCaller,
		query: ListHlsQuery & { readonly page: number; readonly perPage: number },
	): Promise<{ captures: StoredCapture[]; total: number }> {
		return this.#options.egress.list(caller, HLS, query);
	}

	/** @throws RoomcastError HLS_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	get(caller: SessionCaller, id: string): Promise<StoredCapture> {
		return this.#options.egress.get(caller, HLS, id);
	}

	/**
	 * The stream that runs in a room, the newest where there are several.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, HLS_NOT_FOUND
	 */
	async active(caller: SessionCaller, roomId: string): Promise<StoredCapture> {
		const { egress } = this.#options;
		const host = await egress.host(caller, roomId, 'HLS_NOT_FOUND');
		const running = egress.running(host, HLS).at(-1);
		if (running === undefined) throw new RoomcastError('HLS_NOT_FOUND', `no stream runs in room ${host.room.roomId}`);
		return this.get(caller, running.id);
	}

	/**
	 * Delete a stream with its media. One that runs is not deleted.
	 *
	 * @throws RoomcastError HLS_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_HLS_FAILED
	 */
	async delete(caller: SessionCaller, id: string): Promise<void> {
		const { egress, streams, thumbnails } = this.#options;
		const capture = await egress.delete(caller, HLS, id);
		streams.forget(capture);
		await Promise.all([rm(capture.folder, { recursive: true, force: true }), thumbnails.delete(capture)]);
	}

	/**
	 * A picture of the stream that runs in a room.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, HLS_NOT_FOUND, CAPTURE_HLS_FAILED
	 */
	async capture(caller: SessionCaller, body: CaptureHlsBody): Promise<{ roomId: string; thumbnail: Thumbnail }> {
		const capture = await this.active(caller, body.roomId);
		return { roomId: capture.roomId, thumbnail: await this.#options.thumbnails.take(capture, body) };
	}

	/** What time it is in the session of a stream, in epoch ms. */
	timeIn(capture: StoredCapture): number {
		return this.#options.egress.timeIn(capture);
	}

	/** When the streams of some sessions ran, by session id; in epoch ms. */
	spans(sessionIds: readonly string[]): Promise<Map<string, { start: number; end: number | null }[]>> {
		return this.#options.egress.spans(sessionIds, HLS);
	}

	async #startIn(
		host: SessionHost,
		{ config, webhookUrl, templateUrl, recording }: StartHlsOptions & Partial<StartHlsBody>,
		startedBy?: string,
	): Promise<StoredCapture> {
		const { egress, recordings, publicUrl } = this.#options;
		if (templateUrl !== undefined) await egress.checkTemplate(templateUrl, 'START_HLS_FAILED');
		const capture = await egress.captures.start<HlsOptions>({
			host,
			kind: HLS,
			parallel: host.room.multiComposition?.hls === true,
			options: { config, templateUrl, webhookUrl, startedBy, hls: { secret: newHlsSecret(), publicUrl: publicUrl() } },
		});
		if (config?.recording?.enabled === true || recording?.enabled === true)
			await recordings.recordBesides(host, capture);
		return capture;
	}

	#stopIn(host: SessionHost, id: string | undefined): Promise<void> {
		return this.#options.egress.stop(host, HLS, (capture) => (id ?? capture.id) === capture.id);
	}
}
