import type { types } from 'mediasoup-client';
import { logger } from '../log/logger.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import { Stream } from '../participants/Stream.ts';
import type { StreamKind } from '../participants/types.ts';
import type { Request } from '../signalling/Connection.ts';
import { produceOptions } from './produceOptions.ts';

/** What a publication works with. */
export interface PublicationContext {
	readonly media: MediaEngine;
	readonly request: Request;
	/** The wanted codec is not there, VP8 is used. */
	readonly codecMissing: () => void;
}

const NO_STATS = new Map() as unknown as RTCStatsReport;

/**
 * A local track that is to be sent, for as long as it is: it outlives transports, sessions and media workers, and is
 * produced again on each new one.
 */
export class Publication {
	readonly kind: StreamKind;
	readonly stream: Stream;
	/** Whether the app made the track. */
	readonly custom: boolean;
	readonly #context: PublicationContext;
	#track: MediaStreamTrack;
	#paused: boolean;
	#producer: types.Producer | null = null;
	#attempt = 0;
	#closed = false;

	constructor(
		kind: StreamKind,
		track: MediaStreamTrack,
		options: { paused: boolean; custom: boolean },
		context: PublicationContext,
	) {
		this.kind = kind;
		this.custom = options.custom;
		this.#track = track;
		this.#paused = options.paused;
		this.#context = context;
		track.enabled = !options.paused;
		this.stream = new Stream(track.id, kind, '', track, {
			pause: () => this.setPaused(true),
			resume: () => this.setPaused(false),
			getStats: async () => this.#producer?.getStats() ?? NO_STATS,
		});
	}

	get track(): MediaStreamTrack {
		return this.#track;
	}

	get paused(): boolean {
		return this.#paused;
	}

	get producer(): types.Producer | null {
		return this.#producer;
	}

	/**
	 * Sends the track over the current transport; without one it waits for the next call.
	 *
	 * @throws what the server or the browser refused
	 */
	async publish(): Promise<void> {
		const { media } = this.#context;
		if (this.#closed || this.#producer || !media.sendTransport) return;
		const attempt = ++this.#attempt;
		const { options, fellBack } = produceOptions(this.kind, this.#track, (mimeType) => media.codec(mimeType));
		if (fellBack) this.#context.codecMissing();
		const share = this.kind === 'share' || this.kind === 'shareAudio';
		let producer: types.Producer;
		try {
			producer = await media.produce({ ...options, streamId: share ? 'share' : 'camera', paused: this.#paused });
		} catch (error) {
			// The transport went away meanwhile: it is published on the next one.
			if (attempt !== this.#attempt || media.sendTransport?.closed !== false) return;
			throw error;
		}
		if (this.#closed || attempt !== this.#attempt) return this.#discard(producer);
		this.#producer = producer;
		producer.on('transportclose', () => {
			if (this.#producer === producer) this.#producer = null;
		});
		this.stream.codec = producer.rtpParameters.codecs[0]?.mimeType ?? '';
		if (producer.paused !== this.#paused) await this.#tellPaused(producer);
		if (options.track !== this.#track) await producer.replaceTrack({ track: this.#track });
	}

	/** The transports are gone; {@link publish} is called when there are others. */
	handleMediaLost(): void {
		this.#attempt++;
		this.#producer = null;
	}

	/** Mutes or unmutes. Takes effect here at once, on the server with its answer. */
	async setPaused(paused: boolean): Promise<void> {
		this.#paused = paused;
		this.#track.enabled = !paused;
		if (this.#producer) await this.#tellPaused(this.#producer);
	}

	/** Sends another track in the place of this one, without a gap for the receivers. */
	async replaceTrack(track: MediaStreamTrack): Promise<void> {
		const old = this.#track;
		this.#track = track;
		track.enabled = !this.#paused;
		this.stream.replaceTrack(track);
		await this.#producer?.replaceTrack({ track });
		old.stop();
	}

	/** Stops sending, and stops the track: the light of the camera goes off. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#track.stop();
		this.stream.end();
		if (this.#producer) this.#discard(this.#producer);
		this.#producer = null;
	}

	async #tellPaused(producer: types.Producer): Promise<void> {
		const paused = this.#paused;
		if (paused) producer.pause();
		else producer.resume();
		await this.#context.request(paused ? 'pause-producer' : 'resume-producer', { producerId: producer.id });
	}

	#discard(producer: types.Producer): void {
		if (producer.closed) return;
		producer.close();
		this.#context
			.request('close-producer', { producerId: producer.id })
			.catch((error) => logger.debug(`Closing the ${this.kind} on the server failed`, error));
	}
}
