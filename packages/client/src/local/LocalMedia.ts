import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import type { Stream } from '../participants/Stream.ts';
import type { StreamKind } from '../participants/types.ts';
import type { Request } from '../signalling/Connection.ts';
import { Publication } from './Publication.ts';

/** Events of {@link LocalMedia}. */
export interface LocalMediaEvents {
	enabled: [Stream];
	disabled: [Stream];
	/** The source of a publication ended by itself: unplugged, or stopped in the browser's own bar. */
	ended: [Publication];
	error: [MeetingError];
}

const PRODUCE_FAILED: Record<StreamKind, ClientErrorName> = {
	audio: 'ERROR_MICROPHONE_PRODUCE_FAILED',
	video: 'ERROR_WEBCAM_PRODUCE_FAILED',
	share: 'ERROR_SCREENSHARE_PRODUCE_FAILED',
	shareAudio: 'ERROR_SCREENSHARE_PRODUCE_FAILED',
};

/** What the local participant sends, at most one stream of each kind. */
export class LocalMedia extends Emitter<LocalMediaEvents> {
	readonly #media: MediaEngine;
	readonly #request: Request;
	readonly #publications = new Map<StreamKind, Publication>();

	constructor(media: MediaEngine, request: Request) {
		super();
		this.#media = media;
		this.#request = request;
	}

	/** What is sent of that kind, muted or not. */
	get(kind: StreamKind): Publication | undefined {
		return this.#publications.get(kind);
	}

	/** New transports are there: everything is sent again. */
	handleMediaStarted(): void {
		for (const publication of this.#publications.values()) publication.handleMediaLost();
		for (const publication of this.#publications.values()) {
			this.#publish(publication).catch((error) => this.emit('error', error));
		}
	}

	/**
	 * Sends a track until {@link remove}. It is shown locally at once.
	 *
	 * @throws MeetingError 3049, 3058 or 3061 when it cannot be sent; it is stopped then
	 */
	async add(kind: StreamKind, track: MediaStreamTrack, custom: boolean): Promise<void> {
		this.remove(kind);
		const publication = new Publication(
			kind,
			track,
			{ paused: false, custom },
			{
				media: this.#media,
				request: this.#request,
				codecMissing: () => this.emit('error', MeetingError.of('ERROR_VIDEO_PRODUCE_CODEC_NOT_SUPPORTED')),
			},
		);
		this.#publications.set(kind, publication);
		this.#watch(publication);
		this.emit('enabled', publication.stream);
		await this.#publish(publication);
	}

	/** Mutes or unmutes. @returns when the server knows */
	async setPaused(kind: StreamKind, paused: boolean): Promise<void> {
		const publication = this.#publications.get(kind);
		if (!publication || publication.paused === paused) return;
		const told = publication.setPaused(paused);
		this.emit(paused ? 'disabled' : 'enabled', publication.stream);
		await told;
	}

	/** Sends another track in the place of the one of that kind. */
	async replaceTrack(kind: StreamKind, track: MediaStreamTrack): Promise<void> {
		const publication = this.#publications.get(kind);
		if (!publication) return;
		await publication.replaceTrack(track);
		this.#watch(publication);
		// Elements show the track they were given: tell them that there is another.
		if (publication.paused) return;
		this.emit('disabled', publication.stream);
		this.emit('enabled', publication.stream);
	}

	/** Stops sending that kind, and stops its track. */
	remove(kind: StreamKind): void {
		const publication = this.#publications.get(kind);
		if (!publication) return;
		this.#publications.delete(kind);
		publication.close();
		if (!publication.paused) this.emit('disabled', publication.stream);
	}

	close(): void {
		for (const kind of [...this.#publications.keys()]) this.remove(kind);
	}

	async #publish(publication: Publication): Promise<void> {
		try {
			await publication.publish();
		} catch (error) {
			if (this.#publications.get(publication.kind) === publication) this.remove(publication.kind);
			throw MeetingError.from(error, PRODUCE_FAILED[publication.kind]);
		}
	}

	#watch(publication: Publication): void {
		const { track } = publication;
		track.addEventListener('ended', () => {
			// Not when we replaced or removed it ourselves.
			if (publication.track === track && this.#publications.get(publication.kind) === publication)
				this.emit('ended', publication);
		});
	}
}
