import { EventEmitter } from 'node:events';
import type { ConsumerInfo, RequestData, RtpParameters } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { View } from './graph/View.ts';
import { isGone } from './isGone.ts';
import { layerForQuality, layerForTile, layerHeights } from './layers.ts';
import type { ProducerAppData } from './ProducerAppData.ts';
import { consumerStats, type StreamStats } from './streamStats.ts';

type Update = RequestData<'update-consumers'>['consumers'][number];

export interface RemoteStreamEvents {
	layers: [{ spatialLayer: number | null; temporalLayer: number | null }];
	closed: [];
}

/** Audio first, then screens, then cameras: who keeps its bits when a line is short (mediasoup consumer priority). */
const PRIORITY = { audio: 255, shareAudio: 255, share: 100, video: 1 } as const;

/** One stream on its way to one client: paused until the client is ready and while nobody looks, in the layer that fits. */
export class RemoteStream extends EventEmitter<RemoteStreamEvents> {
	readonly #consumer: types.Consumer;
	readonly #source: ProducerAppData;
	readonly #heights: number[];
	readonly #view: View;
	#ready: boolean;
	#paused: boolean;
	#hidden = false;
	#tile: { width: number; height: number } | undefined;
	#quality: 'low' | 'med' | 'high' | undefined;
	#layer: number | undefined;

	private constructor(consumer: types.Consumer, producer: types.Producer, view: View) {
		super();
		this.#consumer = consumer;
		this.#source = producer.appData as ProducerAppData;
		this.#view = view;
		this.#paused = consumer.paused;
		this.#ready = !consumer.paused;
		const encodings = (producer.rtpParameters.encodings ?? []) as NonNullable<RtpParameters['encodings']>;
		this.#heights = layerHeights(encodings, this.#source.height);
		consumer.observer.once('close', () => {
			view.release();
			this.emit('closed');
		});
		consumer.on('layerschange', (layers) =>
			this.emit('layers', {
				spatialLayer: layers?.spatialLayer ?? null,
				temporalLayer: layers?.temporalLayer ?? null,
			}),
		);
	}

	/**
	 * @param paused whether it waits for `ready()`
	 * @param view of the producer on the router of the transport; released when the stream ends, or cannot begin
	 * @throws Error when the producer or the transport is closed by now
	 */
	static async create(
		transport: types.WebRtcTransport,
		producer: types.Producer,
		rtpCapabilities: types.RtpCapabilities,
		paused: boolean,
		view: View,
	): Promise<RemoteStream> {
		try {
			view.flow(!paused);
			const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities, paused });
			const stream = new RemoteStream(consumer, producer, view);
			if (consumer.kind === 'video') await consumer.setPriority(PRIORITY[stream.#source.kind]);
			return stream;
		} catch (error) {
			view.release();
			throw error;
		}
	}

	get id(): string {
		return this.#consumer.id;
	}

	get closed(): boolean {
		return this.#consumer.closed;
	}

	info(): ConsumerInfo {
		return {
			id: this.#consumer.id,
			producerId: this.#consumer.producerId,
			participantId: this.#source.participantId,
			kind: this.#source.kind,
			rtpParameters: this.#consumer.rtpParameters as RtpParameters,
			type: this.#consumer.type,
			producerPaused: this.#consumer.producerPaused,
			paused: this.#consumer.paused,
		};
	}

	/** What was sent so far; undefined while nothing is. */
	async stats(): Promise<StreamStats | undefined> {
		if (this.closed || this.#consumer.paused || this.#consumer.producerPaused) return undefined;
		return consumerStats(this.#consumer, this.#source, this.#heights);
	}

	/** The client has its receiver: send. */
	async ready(): Promise<void> {
		this.#ready = true;
		await this.#applyPause();
	}

	async update(update: Update): Promise<void> {
		if (update.paused !== undefined) this.#hidden = update.paused;
		if (update.width !== undefined || update.height !== undefined) {
			this.#tile = { width: update.width ?? 0, height: update.height ?? 0 };
		}
		if (update.quality !== undefined) this.#quality = update.quality === 'auto' ? undefined : update.quality;
		// Layer first: a resumed stream must not begin with a layer that is left at once.
		await this.#applyLayer();
		await this.#applyPause();
	}

	async #applyPause(): Promise<void> {
		const pause = this.#hidden || !this.#ready;
		if (this.closed || pause === this.#paused) return;
		this.#paused = pause;
		// The pipe asks the sender for a key frame, which the consumer waits for.
		this.#view.flow(!pause);
		await this.#ask(pause ? this.#consumer.pause() : this.#consumer.resume());
	}

	async #applyLayer(): Promise<void> {
		if (this.closed || this.#consumer.kind !== 'video' || this.#heights.length < 2) return;
		const layer = this.#wanted();
		if (layer === undefined || layer === this.#layer) return;
		this.#layer = layer;
		await this.#ask(this.#consumer.setPreferredLayers({ spatialLayer: layer }));
	}

	/** What a stream was asked that ends meanwhile is of no interest any more. */
	async #ask(asked: Promise<void>): Promise<void> {
		await asked.catch((error) => {
			if (!isGone(this, error)) throw error;
		});
	}

	#wanted(): number | undefined {
		if (this.#quality !== undefined) return layerForQuality(this.#heights.length, this.#quality);
		if (this.#tile === undefined || this.#source.height === 0) return undefined;
		return layerForTile(this.#heights, this.#tile, this.#source);
	}
}
