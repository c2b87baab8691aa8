import {
	RoomcastError,
	type StartLivestreamBody,
	type StartLivestreamOptions,
	type StopLivestreamBody,
} from '@roomcast/contract';
import { needDirector } from '../auth/needDirector.ts';
import type { StoredCapture } from '../egress/Capture.ts';
import { type CaptureDesk, needPermission } from '../egress/CaptureDesk.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';

/** Livestreams of rooms to RTMP servers, for those who start and end them. */
export class LivestreamService {
	readonly #desk: CaptureDesk;

	constructor(desk: CaptureDesk) {
		this.#desk = desk;
	}

	/**
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, START_LIVESTREAM_FAILED,
	 *   INVALID_LIVESTREAM_CONFIG, PREV_RTMP_RECORDING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartLivestreamBody): Promise<StoredCapture> {
		needDirector(caller);
		return this.#startIn(await this.#desk.host(caller, body.roomId, 'START_LIVESTREAM_FAILED'), body);
	}

	/** @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, INVALID_PERMISSIONS, STOP_LIVESTREAM_FAILED */
	async stop(caller: SessionCaller, { roomId, id }: StopLivestreamBody): Promise<void> {
		needDirector(caller);
		await this.#stopIn(await this.#desk.host(caller, roomId, 'STOP_LIVESTREAM_FAILED'), id);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartLivestreamOptions): Promise<string> {
		needPermission(participant, 'starting a livestream');
		return (await this.#startIn(host, options, participant.participantId)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host, participant }: Seat): Promise<void> {
		needPermission(participant, 'ending a livestream');
		await this.#stopIn(host, undefined);
	}

	async #startIn(
		host: SessionHost,
		{ outputs, config, webhookUrl, templateUrl }: StartLivestreamOptions & Partial<StartLivestreamBody>,
		startedBy?: string,
	): Promise<StoredCapture> {
		if (templateUrl !== undefined)
			throw new RoomcastError('START_LIVESTREAM_FAILED', 'this server streams no template pages');
		return this.#desk.start({
			host,
			kind: 'livestream',
			parallel: host.room.multiComposition?.rtmp === true,
			options: { config, outputs, webhookUrl, startedBy },
		});
	}

	#stopIn(host: SessionHost, id: string | undefined): Promise<void> {
		return this.#desk.stop(
			host,
			'STOP_LIVESTREAM_FAILED',
			(capture) => capture.kind === 'livestream' && (id ?? capture.id) === capture.id,
		);
	}
}
