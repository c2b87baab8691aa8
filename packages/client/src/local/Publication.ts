import type { types } from 'mediasoup-client';
import type { StreamKind } from '../contract/types.ts';
import { logger } from '../log/logger.ts';
import { isMediaGone } from '../media/isMediaGone.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import { Stream } from '../participants/Stream.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { produceOptions } from './produceOptions.ts';
import { StillPicture } from './StillPicture.ts';

/** What is asked of the server. @internal */
export type PublicationRequests = 'pause-producer' | 'resume-producer' | 'close-producer';

/** What a publication works with. */
export interface PublicationContext {
	readonly media: MediaEngine;
	readonly request: RequestOf<PublicationRequests>;
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
	readonly #context: PublicationContext;
	readonly #still = new StillPicture();
	#track: MediaStreamTrack;
	#stream: Stream;
	#paused: boolean;
	#producer: types.Producer | null = null;
	#attempt = 0;
	/** The attempt that is under way, if any. */
	#running: number | null = null;
	#closed = false;

	constructor(kind: StreamKind, track: MediaStreamTrack, paused: boolean, context: PublicationContext) {
		this.kind = kind;
		this.#track = track;
		this.#paused = paused;
		this.#context = context;
		track.enabled = !paused;
		this.#still.follow(track);
		this.#stream = this.#streamOf(track.id, '');
	}

	/** What apps see of it. There is another one, with the same id, after {@link replaceTrack}. */
	get stream(): Stream {
		return this.#stream;
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
	 * Sends the track over the current transport; without one it waits for the next call, and with a track that ended for
	 * the one that takes its place.
	 *
	 * @throws what the server or the browser refused
	 */
	async publish(): Promise<void> {
		if (this.#closed || this.#producer || this.#running !== null) return;
		if (!this.#context.media.sendTransport || this.#track.readyState === 'ended') return;
		const attempt = ++this.#attempt;
		this.#running = attempt;
		try {
			await this.#produce(attempt, this.#track);
		} finally {
			if (this.#running === attempt) this.#running = null;
		}
		// The track ended while it was on its way, and there is another already.
		if (attempt === this.#attempt) await this.publish();
	}

	async #produce(attempt: number, track: MediaStreamTrack): Promise<void> {
		const { media } = this.#context;
		const { options, fellBack } = produceOptions(this.kind, track, (mimeType) => media.codec(mimeType));
		if (fellBack) this.#context.codecMissing();
		const share = this.kind === 'share' || this.kind === 'shareAudio';
		let producer: types.Producer;
		try {
			producer = await media.produce({ ...options, streamId: share ? 'share' : 'camera', paused: this.#paused });
		} catch (error) {
			// The transport went away meanwhile: it is published on the next one.
			if (this.#closed || attempt !== this.#attempt || media.sendTransport?.closed !== false) return;
			if (track.readyState === 'ended') return;
			throw error;
		}
		if (this.#closed || attempt !== this.#attempt) return this.#discard(producer);
		this.#producer = producer;
		producer.on('transportclose', () => {
			if (this.#producer === producer) this.#producer = null;
		});
		this.#stream.codec = producer.rtpParameters.codecs[0]?.mimeType ?? '';
		if (producer.paused !== this.#paused) await this.#tellPaused(producer);
		await this.#follow(producer);
	}

	/** Makes a producer send the current track. */
	async #follow(producer: types.Producer): Promise<void> {
		const track = this.#track;
		try {
			if (producer.track !== track && track.readyState === 'live') await producer.replaceTrack({ track });
		} catch (error) {
			// Gone with its transport, or the track ended meanwhile: what comes next sends the current one.
			if (!producer.closed && track.readyState === 'live') throw error;
		}
	}

	/** The transports are gone; {@link publish} is called when there are others. */
	handleMediaLost(): void {
		this.#attempt++;
		this.#running = null;
		this.#producer = null;
	}

	/**
	 * Mutes or unmutes. Takes effect here at once, on the server with its answer. What is sent over the media that follows
	 * is muted or not from the beginning.
	 */
	async setPaused(paused: boolean): Promise<void> {
		this.#paused = paused;
		this.#track.enabled = !paused;
		if (this.#producer) await this.#tellPaused(this.#producer);
	}

	/**
	 * Sends another track in the place of this one, without a gap for the receivers. The old one is stopped.
	 *
	 * @throws what the server or the browser refused
	 */
	async replaceTrack(track: MediaStreamTrack): Promise<void> {
		const old = this.#track;
		if (old === track) return;
		this.#track = track;
		track.enabled = !this.#paused;
		// Whoever shows a stream looks at its track once: another track is another stream.
		const before = this.#stream;
		this.#stream = this.#streamOf(before.id, before.codec);
		this.#stream.paused = before.paused;
		before.end();
		this.#still.follow(track);
		try {
			if (this.#producer) await this.#follow(this.#producer);
			else await this.publish();
		} finally {
			old.stop();
		}
	}

	/** Stops sending, and stops the track: the light of the camera goes off. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#still.stop();
		this.#track.stop();
		this.#stream.end();
		if (this.#producer) this.#discard(this.#producer);
		this.#producer = null;
	}

	async #tellPaused(producer: types.Producer): Promise<void> {
		const paused = this.#paused;
		if (paused) producer.pause();
		else producer.resume();
		try {
			await this.#context.request(paused ? 'pause-producer' : 'resume-producer', { producerId: producer.id });
		} catch (error) {
			if (!producer.closed && !isMediaGone(error)) throw error;
		}
	}

	#streamOf(id: string, codec: string): Stream {
		return new Stream(id, this.kind, codec, this.#track, {
			pause: () => this.setPaused(true),
			resume: () => this.setPaused(false),
			getStats: async () => this.#producer?.getStats() ?? NO_STATS,
		});
	}

	#discard(producer: types.Producer): void {
		if (producer.closed) return;
		producer.close();
		this.#context
			.request('close-producer', { producerId: producer.id })
			.catch((error) => logger.debug(`Closing the ${this.kind} on the server failed`, error));
	}
}
