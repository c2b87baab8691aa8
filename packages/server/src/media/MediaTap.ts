import type { RtpParameters } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { RoomRouter } from './graph/RoomRouter.ts';
import type { View } from './graph/View.ts';
import { layerForTile, layerHeights } from './layers.ts';
import type { ProducerAppData } from './ProducerAppData.ts';

/** An address on this machine. */
export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** Header extensions that tell a recorder something: how the phone was held, when a frame was taken. */
const EXTENSIONS = ['urn:3gpp:video-orientation', 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time'];
/** A recorder gives no bandwidth feedback; with these the stream would be paced by an estimate that never comes. */
const BANDWIDTH_FEEDBACK = ['transport-cc', 'goog-remb'];

/** A stream that goes to a recorder. It is paused until `resume()`. */
export class TappedStream {
	/** Where its packets come from. */
	readonly from: Endpoint;
	readonly #consumer: types.Consumer;
	readonly #view: View;
	readonly #source: ProducerAppData;
	readonly #heights: number[];
	#layer: number | undefined;

	constructor(consumer: types.Consumer, view: View, producer: types.Producer, from: Endpoint) {
		this.from = from;
		this.#consumer = consumer;
		this.#view = view;
		consumer.observer.once('close', () => view.release());
		this.#source = producer.appData as ProducerAppData;
		const encodings = (producer.rtpParameters.encodings ?? []) as NonNullable<RtpParameters['encodings']>;
		this.#heights = layerHeights(encodings, this.#source.height);
	}

	get id(): string {
		return this.#consumer.id;
	}

	get rtpParameters(): types.RtpParameters {
		return this.#consumer.rtpParameters;
	}

	async resume(): Promise<void> {
		if (this.#consumer.closed) return;
		this.#view.flow(true);
		await this.#consumer.resume();
	}

	/**
	 * Take the smallest layer that fills a tile.
	 *
	 * @param tile in pixels; undefined for the largest layer
	 */
	async fit(tile: { width: number; height: number } | undefined): Promise<void> {
		if (this.#consumer.closed || this.#consumer.kind !== 'video' || this.#heights.length < 2) return;
		const layer =
			tile === undefined || this.#source.height === 0
				? this.#heights.length - 1
				: layerForTile(this.#heights, tile, this.#source);
		if (layer === this.#layer) return;
		this.#layer = layer;
		await this.#consumer.setPreferredLayers({ spatialLayer: layer });
	}

	close(): void {
		this.#consumer.close();
	}
}

/** Where a stream can be had on this machine. */
export interface TapSource {
	readonly router: RoomRouter;
	readonly view: View;
}

/**
 * Sends streams of a room to a program on this machine, as plain RTP: each from the router that it is sent to, or that it is
 * piped to from another node. Participants do not see it.
 */
export class MediaTap {
	readonly #to: Endpoint;
	readonly #find: (producer: types.Producer) => Promise<TapSource>;
	readonly #transports = new Map<RoomRouter, Promise<types.PlainTransport>>();
	#closed = false;

	/**
	 * @param to where the program listens for RTP and RTCP, on one port
	 * @param find makes a stream available on this machine; throws when it has ended
	 */
	constructor(to: Endpoint, find: (producer: types.Producer) => Promise<TapSource>) {
		this.#to = to;
		this.#find = find;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** @throws Error when either end is closed by now */
	async consume(producer: types.Producer): Promise<TappedStream> {
		const { router, view } = await this.#find(producer);
		try {
			if (this.#closed) throw new Error('nobody listens any more');
			const transport = await this.#transport(router);
			const consumer = await transport.consume({
				producerId: producer.id,
				rtpCapabilities: recorderCapabilities(router.router.rtpCapabilities),
				enableRtx: producer.kind === 'video',
				paused: true,
			});
			const { localAddress: address, localPort: port } = transport.tuple;
			return new TappedStream(consumer, view, producer, { address, port });
		} catch (error) {
			view.release();
			throw error;
		}
	}

	close(): void {
		this.#closed = true;
		for (const transport of this.#transports.values()) transport.then(close, () => {});
		this.#transports.clear();
	}

	#transport(router: RoomRouter): Promise<types.PlainTransport> {
		const known = this.#transports.get(router);
		if (known !== undefined) return known;
		const opening = this.#open(router);
		this.#transports.set(router, opening);
		opening.then(
			(transport) => transport.observer.once('close', () => this.#transports.delete(router)),
			() => this.#transports.delete(router),
		);
		return opening;
	}

	async #open({ router }: RoomRouter): Promise<types.PlainTransport> {
		const transport = await router.createPlainTransport({
			listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
			rtcpMux: true,
			// The program speaks only after it was spoken to.
			comedia: false,
		});
		try {
			await transport.connect({ ip: this.#to.address, port: this.#to.port });
			return transport;
		} catch (error) {
			transport.close();
			throw error;
		}
	}
}

const close = (transport: types.PlainTransport) => transport.close();

function recorderCapabilities({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): types.RtpCapabilities {
	return {
		codecs: codecs.map((codec) => ({
			...codec,
			rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !BANDWIDTH_FEEDBACK.includes(type)),
		})),
		headerExtensions: headerExtensions.filter(({ uri }) => EXTENSIONS.includes(uri)),
	};
}
