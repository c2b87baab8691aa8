import { EventEmitter } from 'node:events';
import type { RtpParameters } from '@roomcast/contract';
import type { types } from 'mediasoup';
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
	readonly #consumer: types.Consumer;
	readonly #source: ProducerAppData;
	readonly #heights: number[];
	#layer: number | undefined;

	constructor(consumer: types.Consumer, producer: types.Producer) {
		this.#consumer = consumer;
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
		if (!this.#consumer.closed) await this.#consumer.resume();
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

/** Sends streams of a room to a program on this machine, as plain RTP. Participants do not see it. */
export class MediaTap extends EventEmitter<{ closed: [] }> {
	/** Where its packets come from. */
	readonly local: Endpoint;
	readonly #transport: types.PlainTransport;
	readonly #capabilities: types.RtpCapabilities;

	private constructor(transport: types.PlainTransport, capabilities: types.RtpCapabilities) {
		super();
		this.#transport = transport;
		this.#capabilities = capabilities;
		this.local = { address: transport.tuple.localAddress, port: transport.tuple.localPort };
		transport.observer.once('close', () => this.emit('closed'));
	}

	/**
	 * @param to where the program listens for RTP and RTCP, on one port
	 * @throws Error when the router is closed by now
	 */
	static async create(router: types.Router, to: Endpoint): Promise<MediaTap> {
		const transport = await router.createPlainTransport({
			listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
			rtcpMux: true,
			// The program speaks only after it was spoken to.
			comedia: false,
		});
		await transport.connect({ ip: to.address, port: to.port });
		return new MediaTap(transport, recorderCapabilities(router.rtpCapabilities));
	}

	get closed(): boolean {
		return this.#transport.closed;
	}

	/** @throws Error when either end is closed by now */
	async consume(producer: types.Producer): Promise<TappedStream> {
		const consumer = await this.#transport.consume({
			producerId: producer.id,
			rtpCapabilities: this.#capabilities,
			enableRtx: producer.kind === 'video',
			paused: true,
		});
		return new TappedStream(consumer, producer);
	}

	close(): void {
		this.#transport.close();
	}
}

function recorderCapabilities({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): types.RtpCapabilities {
	return {
		codecs: codecs.map((codec) => ({
			...codec,
			rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !BANDWIDTH_FEEDBACK.includes(type)),
		})),
		headerExtensions: headerExtensions.filter(({ uri }) => EXTENSIONS.includes(uri)),
	};
}
