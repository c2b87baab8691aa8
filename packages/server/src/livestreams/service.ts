import {
	type ListLivestreamsQuery,
	type LivestreamOutput,
	RoomcastError,
	type StartLivestreamBody,
	type StartLivestreamOptions,
	type StopLivestreamBody,
} from '@roomcast/contract';
import { newDocumentId } from '../db/ids.ts';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { EgressService } from '../egress/service.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import { LivestreamCapture } from './LivestreamCapture.ts';
import { LIVESTREAM, type LivestreamOptions } from './livestreamKind.ts';
import type { Outputs } from './Outputs.ts';
import type { NewOutput, StoredOutput } from './StoredOutput.ts';

export interface LivestreamServiceOptions {
	readonly egress: EgressService;
	readonly outputs: Pick<Outputs, 'of'>;
	readonly recordings: {
		/** Also records a stream. */
		recordBesides(host: SessionHost, stream: StoredCapture): Promise<void>;
	};
}

/** Livestreams of rooms to RTMP servers, for those who start and end them, and look them up. */
export class LivestreamService {
	readonly #options: LivestreamServiceOptions;

	constructor(options: LivestreamServiceOptions) {
		this.#options = options;
	}

	/**
	 * Start a livestream. The first output is published when this resolves.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, START_LIVESTREAM_FAILED,
	 *   INVALID_LIVESTREAM_CONFIG, PREV_RTMP_RECORDING_PROCESSING
	 */
	async start(caller: SessionCaller, body: StartLivestreamBody): Promise<StoredCapture> {
		return this.#startIn(await this.#options.egress.host(caller, body.roomId, 'START_LIVESTREAM_FAILED'), body);
	}

	/** @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_LIVESTREAM_FAILED */
	async stop(caller: SessionCaller, { roomId, id }: StopLivestreamBody): Promise<void> {
		await this.#stopIn(await this.#options.egress.host(caller, roomId, 'STOP_LIVESTREAM_FAILED'), id);
	}

	/** @throws RoomcastError as `start` */
	async startFromCall({ host, participant }: Seat, options: StartLivestreamOptions): Promise<string> {
		return (await this.#startIn(host, options, participant.participantId)).id;
	}

	/** @throws RoomcastError as `stop` */
	async stopFromCall({ host }: Seat): Promise<void> {
		await this.#stopIn(host, undefined);
	}

	/** One page of livestreams, the newest first, and how many there are in all. */
	list(
		caller: SessionCaller,
		query: ListLivestreamsQuery & { readonly page: number; readonly perPage: number },
	): Promise<{ captures: StoredCapture[]; total: number }> {
		return this.#options.egress.list(caller, LIVESTREAM, query);
	}

	/** @throws RoomcastError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	get(caller: SessionCaller, id: string): Promise<StoredCapture> {
		return this.#options.egress.get(caller, LIVESTREAM, id);
	}

	/** The outputs of some livestreams, those that are over too. */
	outputs(captures: readonly StoredCapture[]): Promise<StoredOutput[]> {
		return this.#options.outputs.of(captures.map(({ id }) => id));
	}

	/**
	 * Send a livestream to one more server. It is published there when this resolves.
	 *
	 * @returns the id of the output
	 * @throws RoomcastError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID, START_LIVESTREAM_FAILED,
	 *   INVALID_LIVESTREAM_CONFIG
	 */
	async addOutput(caller: SessionCaller, id: string, output: LivestreamOutput): Promise<string> {
		const { state } = await this.get(caller, id);
		const running = this.#running(id);
		if (running === undefined) throw new RoomcastError('START_LIVESTREAM_FAILED', `livestream ${id} is ${state}`);
		this.#check(output, 'body');
		const added = withId(output);
		await running.add(added);
		return added.id;
	}

	/**
	 * Send a livestream to a server no longer.
	 *
	 * @throws RoomcastError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_LIVESTREAM_FAILED
	 */
	async removeOutput(caller: SessionCaller, id: string, outputId: string): Promise<void> {
		const { state } = await this.get(caller, id);
		const running = this.#running(id);
		if (running === undefined) throw new RoomcastError('STOP_LIVESTREAM_FAILED', `livestream ${id} is ${state}`);
		await running.remove(outputId);
	}

	async #startIn(
		host: SessionHost,
		{ outputs, config, webhookUrl, templateUrl }: StartLivestreamOptions & Partial<StartLivestreamBody>,
		startedBy?: string,
	): Promise<StoredCapture> {
		const { egress, recordings } = this.#options;
		if (templateUrl !== undefined) await egress.checkTemplate(templateUrl, 'START_LIVESTREAM_FAILED');
		for (const [index, output] of outputs.entries()) {
			this.#check(output, `outputs[${index}]`);
			const same = outputs.findIndex(({ url, streamKey }) => url === output.url && streamKey === output.streamKey);
			if (same < index) throw unusable(`outputs[${index}] is the same as outputs[${same}]`);
		}
		const capture = await egress.captures.start<LivestreamOptions>({
			host,
			kind: LIVESTREAM,
			parallel: host.room.multiComposition?.rtmp === true,
			options: { config, templateUrl, outputs: outputs.map(withId), webhookUrl, startedBy },
		});
		if (config?.recording?.enabled === true) await recordings.recordBesides(host, capture);
		return capture;
	}

	/** Where its host leads is the output's own affair: the others continue without it. */
	#check({ url }: LivestreamOutput, field: string): void {
		if (!URL.canParse(url) || new URL(url).pathname.replaceAll('/', '') === '')
			throw unusable(`${field}.url is not the address of an application: rtmp[s]://host[:port]/application`);
	}

	#stopIn(host: SessionHost, id: string | undefined): Promise<void> {
		return this.#options.egress.stop(host, LIVESTREAM, (capture) => (id ?? capture.id) === capture.id);
	}

	/** One that runs here. */
	#running(id: string): LivestreamCapture | undefined {
		const running = this.#options.egress.captures.running(id);
		return running instanceof LivestreamCapture ? running : undefined;
	}
}

function unusable(why: string): RoomcastError {
	return new RoomcastError('INVALID_LIVESTREAM_CONFIG', why, { reasonCode: 'TARGET_INVALID' });
}

function withId({ url, streamKey }: LivestreamOutput): NewOutput {
	return { id: newDocumentId(), url, streamKey };
}
