import { EventEmitter } from 'node:events';
import {
	type ConsumerInfo,
	type DataConsumerInfo,
	type DtlsParameters,
	type IceParameters,
	type Mode,
	type RequestData,
	RoomcastError,
	type RtpCapabilities,
	type StreamInfo,
	type StreamKind,
	type TransportInfo,
} from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { createTransport } from './createTransport.ts';
import type { Sent } from './graph/Edge.ts';
import type { View } from './graph/View.ts';
import { IncomingBitrate } from './IncomingBitrate.ts';
import { PeerData } from './PeerData.ts';
import type { ProducerAppData } from './ProducerAppData.ts';
import { RemoteStream } from './RemoteStream.ts';
import { refusable } from './refusable.ts';
import { resetChannel } from './resetChannel.ts';
import { checkKind, toMediasoup } from './rtpParameters.ts';
import { streamInfo } from './streamInfo.ts';
import { producerStats, type StreamStats } from './streamStats.ts';
import { transportInfo } from './transportInfo.ts';

/** Who the peer is. */
export interface MediaPeerOptions {
	readonly participantId: string;
	readonly mode: Mode;
	/** What the client can receive. */
	readonly rtpCapabilities: RtpCapabilities;
	/** It only sends, as encoders do: there is no transport to it, and none for data. */
	readonly publishOnly?: boolean | undefined;
	/** What watched what it sent before its media was built again. */
	readonly bitrate?: IncomingBitrate | undefined;
}

/** What a peer gets from its room. */
export interface MediaPeerPlace {
	readonly router: types.Router;
	readonly webRtcServer: types.WebRtcServer;
	readonly logger: Logger;
	/** What the peer may send, in bit/s; 0 for as much as it wants. */
	readonly maxIncomingBitrate: number;
	/** Everything that the others send. */
	producers(except: MediaPeer): types.Producer[];
	/** Every data channel that the others send on. */
	dataProducers(except: MediaPeer): types.DataProducer[];
	/** Tells the room that this peer opened a data channel. */
	dataProduced(from: MediaPeer, producer: types.DataProducer): void;
	/** Tells the room that this peer sends something new. */
	produced(from: MediaPeer, producer: types.Producer): void;
	/** Whether one with these capabilities can receive a stream of the room. */
	canConsume(producer: types.Producer, capabilities: types.RtpCapabilities): boolean;
	/** Makes what another peer sends available on the router of this one. @throws Error when it has ended */
	view(sent: Sent): Promise<View>;
	/** Adds to the load of the worker. */
	changeLoad(by: number): void;
}

export interface MediaPeerEvents {
	'consumer-added': [ConsumerInfo];
	'consumer-closed': [consumerId: string];
	'consumer-layers-changed': [{ consumerId: string; spatialLayer: number | null; temporalLayer: number | null }];
	'data-consumer-added': [DataConsumerInfo];
	'data-consumer-closed': [dataConsumerId: string];
	'stream-added': [StreamInfo];
	'stream-removed': [{ producerId: string; kind: StreamKind }];
	'stream-paused': [{ producerId: string; kind: StreamKind }];
	'stream-resumed': [{ producerId: string; kind: StreamKind }];
	/** It sent more than twice what it may for 10 s; the bit/s of the last 5 s. */
	'bitrate-exceeded': [bitrate: number];
	closed: [];
}

/**
 * ms between two requests for a key frame that go to a sender. Chromium ignores one that follows another within 300 ms, and
 * who asked would wait a second for the next attempt.
 */
const KEY_FRAME_REQUEST_DELAY = 350;

/** One participant's media: a transport each way, what it sends and what it receives. */
export class MediaPeer extends EventEmitter<MediaPeerEvents> {
	readonly participantId: string;
	readonly #mode: Mode;
	readonly #publishOnly: boolean;
	readonly #capabilities: types.RtpCapabilities;
	readonly #place: MediaPeerPlace;
	readonly #data: PeerData;
	readonly #producers = new Map<string, types.Producer>();
	/** By consumer id. */
	readonly #received = new Map<string, RemoteStream>();
	/** Ids of the producers that are received, or about to be: never twice. */
	readonly #consumed = new Set<string>();
	#send: types.WebRtcTransport | undefined;
	#recv: types.WebRtcTransport | undefined;
	#bitrate: IncomingBitrate | undefined;
	#opening = false;
	/** Streams and data channels that are about to be received. */
	readonly #beginning = new Set<Promise<void>>();
	#closed = false;

	constructor(options: MediaPeerOptions, place: MediaPeerPlace) {
		super();
		this.participantId = options.participantId;
		this.#mode = options.mode;
		this.#publishOnly = options.publishOnly ?? false;
		this.#capabilities = options.rtpCapabilities as types.RtpCapabilities;
		this.#place = place;
		this.#bitrate = options.bitrate;
		this.#data = new PeerData(options.participantId, place.logger);
		this.#data.on('produced', (producer) => place.dataProduced(this, producer));
		this.#data.on('added', (consumer) => this.emit('data-consumer-added', consumer));
		this.#data.on('closed', (id) => this.emit('data-consumer-closed', id));
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Whether packets can flow: the client answers on at least one transport. */
	get connected(): boolean {
		return [this.#send, this.#recv].some(
			(transport) => transport?.iceState === 'connected' || transport?.iceState === 'completed',
		);
	}

	/** Whether the client has closed its sending transport (close_notify of DTLS): nothing comes any more. */
	get hungUp(): boolean {
		return this.#send?.dtlsState === 'closed' || this.#send?.dtlsState === 'failed';
	}

	get producers(): types.Producer[] {
		return [...this.#producers.values()].filter((producer) => !producer.closed);
	}

	/** What this peer sends, as others see it. */
	get streams(): StreamInfo[] {
		return this.producers.map(streamInfo);
	}

	/** What this peer receives now. */
	get consumers(): ConsumerInfo[] {
		return [...this.#received.values()].map((stream) => stream.info());
	}

	/** The data channels that this peer sends on. */
	get dataProducers(): types.DataProducer[] {
		return this.#data.producers;
	}

	/** The data channels that this peer is sent on. */
	get dataConsumers(): DataConsumerInfo[] {
		return this.#data.consumers;
	}

	/** The client ends of its transports; null where the mode has none. */
	get transports(): { sendTransport: TransportInfo | null; recvTransport: TransportInfo | null } {
		return {
			sendTransport: this.#send === undefined ? null : transportInfo(this.#send),
			recvTransport: this.#recv === undefined ? null : transportInfo(this.#recv),
		};
	}

	/**
	 * Builds the transports and a consumer for everything that the others send. Those consumers are not paused: nothing
	 * flows before the client has applied them, because it connects the transport only then.
	 */
	async open(): Promise<void> {
		if (this.#mode === 'SIGNALLING_ONLY') return;
		this.#opening = true;
		const whose = { participantId: this.participantId, data: !this.#publishOnly };
		try {
			const [recv, send] = await Promise.all([
				this.#publishOnly ? undefined : createTransport(this.#place, { ...whose, direction: 'recv' }),
				this.#mode === 'SEND_AND_RECV' ? createTransport(this.#place, { ...whose, direction: 'send' }) : undefined,
			]);
			if (this.#closed) {
				recv?.close();
				send?.close();
				return;
			}
			this.#recv = recv;
			this.#send = send;
			for (const producer of this.#place.producers(this)) void this.consume(producer);
			for (const producer of this.#place.dataProducers(this)) void this.consumeData(producer);
			if (send !== undefined) await this.#limit(send);
			// What others begin to send meanwhile is part of what the client is offered: nobody else will tell it.
			while (this.#beginning.size > 0) await Promise.all(this.#beginning);
		} finally {
			this.#opening = false;
		}
	}

	/** @throws RoomcastError MEDIA_NOT_AVAILABLE, VALIDATION_FAILED also when it is connected already */
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
	 * Starts a stream; an older one of the same kind ends.
	 *
	 * @throws RoomcastError ACTION_NOT_SUPPORTED_IN_MODE, MEDIA_NOT_AVAILABLE, VALIDATION_FAILED, CODEC_NOT_SUPPORTED
	 */
	async produce(request: RequestData<'produce'>): Promise<string> {
		if (this.#mode !== 'SEND_AND_RECV') {
			throw new RoomcastError('ACTION_NOT_SUPPORTED_IN_MODE', `mode ${this.#mode} does not send`);
		}
		const transport = this.#transport(request.transportId);
		if (transport !== this.#send) {
			throw new RoomcastError('MEDIA_NOT_AVAILABLE', `transport ${request.transportId} is the receiving one`);
		}
		const { kind, width = 0, height = 0, displaySurface } = request;
		const mediaKind = kind === 'audio' || kind === 'shareAudio' ? 'audio' : 'video';
		checkKind(mediaKind, request.rtpParameters);
		const appData: ProducerAppData = { participantId: this.participantId, kind, width, height, displaySurface };
		let producer: types.Producer;
		try {
			producer = await transport.produce({
				kind: mediaKind,
				rtpParameters: toMediasoup(request.rtpParameters),
				paused: request.paused ?? false,
				keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY,
				appData,
			});
		} catch (error) {
			resetChannel(transport);
			if (this.#closed || transport.closed) throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the transport was closed');
			throw new RoomcastError('CODEC_NOT_SUPPORTED', (error as Error).message, { cause: error });
		}
		for (const older of this.producers) if ((older.appData as ProducerAppData).kind === kind) older.close();
		this.#producers.set(producer.id, producer);
		this.#place.changeLoad(1);
		producer.observer.once('close', () => {
			this.#producers.delete(producer.id);
			this.#place.changeLoad(-1);
			this.emit('stream-removed', { producerId: producer.id, kind });
		});
		this.emit('stream-added', streamInfo(producer));
		this.#place.produced(this, producer);
		return producer.id;
	}

	async pauseProducer(producerId: string): Promise<void> {
		const producer = this.#producer(producerId);
		if (producer.paused) return;
		await refusable(producer, producer.pause());
		this.emit('stream-paused', { producerId, kind: (producer.appData as ProducerAppData).kind });
	}

	async resumeProducer(producerId: string): Promise<void> {
		const producer = this.#producer(producerId);
		if (!producer.paused) return;
		await refusable(producer, producer.resume());
		this.emit('stream-resumed', { producerId, kind: (producer.appData as ProducerAppData).kind });
	}

	closeProducer(producerId: string): void {
		this.#producer(producerId).close();
	}

	/**
	 * Opens a data channel to everybody else.
	 *
	 * @throws RoomcastError MEDIA_NOT_AVAILABLE, VALIDATION_FAILED
	 */
	async produceData(request: RequestData<'produce-data'>): Promise<string> {
		const transport = this.#transport(request.transportId);
		const producer = await refusable(transport, this.#data.produce(transport, request));
		return producer.id;
	}

	/** Gets the messages of another peer. */
	async consumeData(producer: types.DataProducer): Promise<void> {
		if (this.#recv === undefined || this.#closed) return;
		const { view } = this.#place;
		await this.#begin(this.#data.consume(this.#recv, producer, !this.#opening, view));
	}

	/** Receives a producer of another peer, if the client can. */
	async consume(producer: types.Producer): Promise<void> {
		await this.#begin(this.#consume(producer));
	}

	async #begin(work: Promise<void>): Promise<void> {
		this.#beginning.add(work);
		await work.finally(() => this.#beginning.delete(work));
	}

	async #consume(producer: types.Producer): Promise<void> {
		const transport = this.#recv;
		if (transport === undefined || this.#closed || this.#consumed.has(producer.id)) return;
		if (!this.#place.canConsume(producer, this.#capabilities)) return;
		this.#consumed.add(producer.id);
		const opening = this.#opening;
		try {
			const view = await this.#place.view(producer);
			const stream = await RemoteStream.create(transport, producer, this.#capabilities, !opening, view);
			if (stream.closed) return;
			this.#received.set(stream.id, stream);
			this.#place.changeLoad(1);
			stream.once('closed', () => {
				this.#received.delete(stream.id);
				this.#consumed.delete(producer.id);
				this.#place.changeLoad(-1);
				this.emit('consumer-closed', stream.id);
			});
			stream.on('layers', (layers) => this.emit('consumer-layers-changed', { consumerId: stream.id, ...layers }));
			if (!opening) this.emit('consumer-added', stream.info());
		} catch (error) {
			resetChannel(transport);
			this.#consumed.delete(producer.id);
			// Either end may be gone by now; anything else is worth a line.
			if (!producer.closed && !transport.closed)
				this.#place.logger.warn({ err: error }, 'consumer could not be created');
		}
	}

	/** The client has applied these; ids that are gone are passed over, since a close and a resume may cross. */
	async resumeConsumers(ids: readonly string[]): Promise<void> {
		await Promise.all(ids.map((id) => this.#received.get(id)?.ready()));
	}

	/** Follows what is visible; ids that are gone are passed over. */
	async updateConsumers(updates: RequestData<'update-consumers'>['consumers']): Promise<void> {
		await Promise.all(updates.map((update) => this.#received.get(update.consumerId)?.update(update)));
	}

	/** What flowed so far in the streams that flow now. Streams that end meanwhile are left out. */
	async stats(): Promise<StreamStats[]> {
		const asked = await Promise.allSettled([
			...this.producers.filter(({ paused }) => !paused).map(producerStats),
			...[...this.#received.values()].map((stream) => stream.stats()),
		]);
		return asked.flatMap((answer) => (answer.status === 'fulfilled' ? (answer.value ?? []) : []));
	}

	/** Gives up what watches what it sends, for the peer that takes its place: what came counts there, too. */
	async handOverBitrate(): Promise<IncomingBitrate | undefined> {
		const bitrate = this.#bitrate;
		this.#bitrate = undefined;
		await bitrate?.release();
		return bitrate;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const producer of this.producers) producer.close();
		this.#bitrate?.close();
		this.#bitrate = undefined;
		this.#send?.close();
		this.#recv?.close();
		this.emit('closed');
		this.removeAllListeners();
	}

	/** Asks the client to stay below what it may send, and watches whether it does. */
	async #limit(transport: types.WebRtcTransport): Promise<void> {
		const { maxIncomingBitrate: limit } = this.#place;
		if (limit === 0) return;
		this.#bitrate ??= new IncomingBitrate(limit);
		this.#bitrate.on('exceeded', (bitrate) => this.emit('bitrate-exceeded', bitrate));
		await this.#bitrate.watch(transport);
	}

	#transport(id: string): types.WebRtcTransport {
		const transport = [this.#send, this.#recv].find((candidate) => candidate?.id === id);
		if (transport === undefined || transport.closed) throw new RoomcastError('MEDIA_NOT_AVAILABLE', `transport ${id}`);
		return transport;
	}

	#producer(id: string): types.Producer {
		const producer = this.#producers.get(id);
		if (producer === undefined) throw new RoomcastError('MEDIA_NOT_AVAILABLE', `producer ${id}`);
		return producer;
	}
}
