import { RoomcastError, type StartHlsBody, type StartHlsOptions, type StopHlsBody } from '@roomcast/contract';
import { needDirector } from '../auth/needDirector.ts';
import type { StoredCapture } from '../egress/Capture.ts';
import { type CaptureDesk, needPermission } from '../egress/CaptureDesk.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';

/** HLS of rooms, for those who start and end it. */
export class HlsService {
	readonly #desk: CaptureDesk;

	constructor(desk: CaptureDesk) {
		this.#desk = desk;
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, START_HLS_FAILED,
	 *   PREV_HLS_STREAMING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartHlsBody): Promise<StoredCapture> {
		needDirector(caller);
		return this.#startIn(await this.#desk.host(caller, body.roomId, 'START_HLS_FAILED'), body);
	}

	/** @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, STOP_HLS_FAILED */
	async stop(caller: SessionCaller, { roomId, id }: StopHlsBody): Promise<void> {
		needDirector(caller);
		await this.#stopIn(await this.#desk.host(caller, roomId, 'STOP_HLS_FAILED'), id);
	}

	/** Begin what the room wants streamed from its first participant on (`autoStartConfig`). */
	async autoStart(host: SessionHost): Promise<void> {
		const wanted = host.room.autoStartConfig?.hls;
		if (wanted !== undefined) await this.#startIn(host, wanted);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartHlsOptions): Promise<string> {
		needPermission(participant, 'starting HLS');
		return (await this.#startIn(host, options, participant.participantId)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host, participant }: Seat): Promise<void> {
		needPermission(participant, 'ending HLS');
		await this.#stopIn(host, undefined);
	}

	async #startIn(
		host: SessionHost,
		{ config, webhookUrl, templateUrl }: StartHlsOptions & Partial<StartHlsBody>,
		startedBy?: string,
	): Promise<StoredCapture> {
		if (templateUrl !== undefined) throw new RoomcastError('START_HLS_FAILED', 'this server streams no template pages');
		return this.#desk.start({
			host,
			kind: 'hls',
			parallel: host.room.multiComposition?.hls === true,
			options: { config, webhookUrl, startedBy },
		});
	}

	#stopIn(host: SessionHost, id: string | undefined): Promise<void> {
		return this.#desk.stop(
			host,
			'STOP_HLS_FAILED',
			(capture) => capture.kind === 'hls' && (id ?? capture.id) === capture.id,
		);
	}
}
