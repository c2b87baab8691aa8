import { EventEmitter } from 'node:events';
import {
	type ConsumerInfo,
	type DataConsumerInfo,
	type DtlsParameters,
	type IceParameters,
	type RequestData,
	RoomcastError,
	type RtpCapabilities,
	type TransportInfo,
} from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { ROUTER_CODECS } from './codecs.ts';
import { createTransport } from './createTransport.ts';
import { chooseWorker } from './graph/chooseWorker.ts';
import { LOCAL_VIEW } from './graph/View.ts';
import { IncomingBitrate } from './IncomingBitrate.ts';
import type { MediaPool } from './MediaPool.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { PeerData } from './PeerData.ts';
import type { ProducerAppData } from './ProducerAppData.ts';
import { RemoteStream } from './RemoteStream.ts';
import { refusable } from './refusable.ts';
import { resetChannel } from './resetChannel.ts';
import { checkKind, toMediasoup } from './rtpParameters.ts';
import { transportInfo } from './transportInfo.ts';

export interface EchoCallEvents {
	'consumer-added': [ConsumerInfo];
	'data-consumer-added': [DataConsumerInfo];
	closed: [];
}

/** Who sends, as the client sees it. */
const SELF = 'echo';

/** A call with nobody else: what a client sends comes back to it. It is closed when its worker dies. */
export class EchoCall extends EventEmitter<EchoCallEvents> {
	readonly #router: types.Router;
	readonly #send: types.WebRtcTransport;
	readonly #recv: types.WebRtcTransport;
	readonly #capabilities: types.RtpCapabilities;
	readonly #streams = new Map<string, RemoteStream>();
	readonly #data: PeerData;
	readonly #bitrate: IncomingBitrate | undefined;

	private constructor(
		router: types.Router,
		transports: readonly [send: types.WebRtcTransport, recv: types.WebRtcTransport],
		options: { capabilities: RtpCapabilities; limit: number; logger: Logger },
	) {
		super();
		this.#router = router;
		[this.#send, this.#recv] = transports;
		this.#capabilities = options.capabilities as types.RtpCapabilities;
		this.#data = new PeerData(SELF, options.logger);
		this.#data.on('added', (info) => this.emit('data-consumer-added', info));
		this.#bitrate = options.limit > 0 ? new IncomingBitrate(options.limit) : undefined;
		this.#bitrate?.on('exceeded', () => this.close());
		router.observer.once('close', () => {
			this.#bitrate?.close();
			this.emit('closed');
			this.removeAllListeners();
		});
	}

	/**
	 * @param capabilities what the client can receive
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 */
	static async create(pool: MediaPool, capabilities: RtpCapabilities, logger: Logger): Promise<EchoCall> {
		const worker = await pool.worker((slots) =>
			chooseWorker(
				slots.filter(({ here, running }) => here && running !== undefined),
				new Set(),
				0,
				pool.spreadFrom,
			),
		);
		const router = await worker.createRouter(ROUTER_CODECS);
		try {
			return await EchoCall.#open(router, worker, { capabilities, limit: pool.maxIncomingBitrate, logger });
		} catch (error) {
			router.close();
			throw error;
		}
	}

	static async #open(
		router: types.Router,
		{ webRtcServer }: MediaWorker,
		options: { capabilities: RtpCapabilities; limit: number; logger: Logger },
	): Promise<EchoCall> {
		const transport = (direction: 'send' | 'recv') =>
			createTransport({ router, webRtcServer }, { participantId: SELF, direction, data: true });
		const call = new EchoCall(router, await Promise.all([transport('send'), transport('recv')]), options);
		await call.#bitrate?.watch(call.#send);
		return call;
	}

	get closed(): boolean {
		return this.#router.closed;
	}

	/** The client ends of both transports. */
	get transports(): { sendTransport: TransportInfo; recvTransport: TransportInfo } {
		return { sendTransport: transportInfo(this.#send), recvTransport: transportInfo(this.#recv) };
	}

	/** @throws RoomcastError MEDIA_NOT_AVAILABLE, VALIDATION_FAILED */
	async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
		const transport = this.#transport(transportId);
		await refusable(transport, transport.connect({ dtlsParameters: dtlsParameters as types.DtlsParameters }));
	}

	/** @throws RoomcastError MEDIA_NOT_AVAILABLE */
	async restartIce(transportId: string): Promise<IceParameters> {
		const transport = this.#transport(transportId);
		return refusable(transport, transport.restartIce());
	}

	/**
	 * Takes a stream, and offers it.
	 *
	 * @returns the id of the stream
	 * @throws RoomcastError MEDIA_NOT_AVAILABLE, VALIDATION_FAILED, CODEC_NOT_SUPPORTED
	 */
	async produce(request: RequestData<'produce'>): Promise<string> {
		const { kind, rtpParameters, width = 0, height = 0 } = request;
		const transport = this.#sending(request.transportId);
		const mediaKind = kind === 'audio' || kind === 'shareAudio' ? 'audio' : 'video';
		checkKind(mediaKind, rtpParameters);
		const appData: ProducerAppData = { participantId: SELF, kind, width, height };
		let producer: types.Producer;
		try {
			producer = await transport.produce({ kind: mediaKind, rtpParameters: toMediasoup(rtpParameters), appData });
		} catch (error) {
			resetChannel(this.#send);
			if (this.closed) throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the transport was closed');
			throw new RoomcastError('CODEC_NOT_SUPPORTED', (error as Error).message, { cause: error });
		}
		if (!this.#router.canConsume({ producerId: producer.id, rtpCapabilities: this.#capabilities })) return producer.id;
		const stream = await refusable(
			this.#recv,
			RemoteStream.create(this.#recv, producer, this.#capabilities, true, LOCAL_VIEW),
		);
		this.#streams.set(stream.id, stream);
		stream.once('closed', () => this.#streams.delete(stream.id));
		this.emit('consumer-added', stream.info());
		return producer.id;
	}

	/** The client has its receivers of these. */
	async resumeConsumers(ids: readonly string[]): Promise<void> {
		await Promise.all(ids.map((id) => this.#streams.get(id)?.ready()));
	}

	/**
	 * Takes a data channel, and offers it.
	 *
	 * @throws RoomcastError MEDIA_NOT_AVAILABLE, VALIDATION_FAILED
	 */
	async produceData(request: RequestData<'produce-data'>): Promise<string> {
		const transport = this.#sending(request.transportId);
		const producer = await refusable(transport, this.#data.produce(transport, request));
		await this.#data.consume(this.#recv, producer, true, async () => LOCAL_VIEW);
		return producer.id;
	}

	close(): void {
		this.#router.close();
	}

	#sending(id: string): types.WebRtcTransport {
		const transport = this.#transport(id);
		if (transport === this.#send) return transport;
		throw new RoomcastError('MEDIA_NOT_AVAILABLE', `transport ${id} is the receiving one`);
	}

	#transport(id: string): types.WebRtcTransport {
		const transport = [this.#send, this.#recv].find((candidate) => candidate.id === id);
		if (transport === undefined || transport.closed) throw new RoomcastError('MEDIA_NOT_AVAILABLE', `transport ${id}`);
		return transport;
	}
}
