import type { StreamKind } from '../contract/types.ts';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import type { Stream } from '../participants/Stream.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { Publication, type PublicationRequests } from './Publication.ts';
import type { Wish } from './Wish.ts';
import { Wishes } from './Wishes.ts';

/** Events of {@link LocalMedia}. */
export interface LocalMediaEvents {
	enabled: [Stream];
	disabled: [Stream];
	/** The source of a publication ended by itself: unplugged, or stopped in the browser's own bar. */
	ended: [Publication];
	error: [MeetingError];
}

/** What is asked of the server. @internal */
export type LocalRequests = PublicationRequests;

const PRODUCE_FAILED: Record<StreamKind, ClientErrorName> = {
	audio: 'ERROR_MICROPHONE_PRODUCE_FAILED',
	video: 'ERROR_WEBCAM_PRODUCE_FAILED',
	share: 'ERROR_SCREENSHARE_PRODUCE_FAILED',
	shareAudio: 'ERROR_SCREENSHARE_PRODUCE_FAILED',
};

/**
 * What the local participant sends, at most one stream of each kind, and what is wanted to be. Only a wish that is still
 * open brings a track in.
 */
export class LocalMedia extends Emitter<LocalMediaEvents> {
	readonly wishes = new Wishes();
	readonly #media: MediaEngine;
	readonly #request: RequestOf<LocalRequests>;
	readonly #publications = new Map<StreamKind, Publication>();
	#closed = false;

	constructor(media: MediaEngine, request: RequestOf<LocalRequests>) {
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
		for (const publication of [...this.#publications.values()]) {
			// An app that stopped its own track told nobody.
			if (publication.track.readyState === 'ended') this.emit('ended', publication);
			else this.#publish(publication).catch((error) => this.emit('error', error));
		}
	}

	/** Whether the mode lets us send. What it does not let us send is stopped, and not opened either. */
	handleSends(sends: boolean): void {
		if (this.#closed) return;
		if (sends) this.wishes.allow();
		else this.#stop(MeetingError.of('ERROR_ACTION_NOT_SUPPORTED_IN_MODE', 'it does not send'));
	}

	/**
	 * Sends a track until {@link remove}. It is shown locally at once.
	 *
	 * @throws MeetingError 3049, 3058 or 3061 when it cannot be sent; why it is not wanted any more. It is stopped then
	 */
	async add(kind: StreamKind, track: MediaStreamTrack, wish: Wish): Promise<void> {
		wish.release(track);
		this.remove(kind);
		const publication = new Publication(kind, track, false, {
			media: this.#media,
			request: this.#request,
			codecMissing: () => this.emit('error', MeetingError.of('ERROR_VIDEO_PRODUCE_CODEC_NOT_SUPPORTED')),
		});
		this.#publications.set(kind, publication);
		this.#watch(publication);
		this.emit('enabled', publication.stream);
		await this.#publish(publication);
		this.#check(publication, wish);
	}

	/** Mutes or unmutes. @returns when the server knows */
	async setPaused(kind: StreamKind, paused: boolean): Promise<void> {
		const publication = this.#publications.get(kind);
		if (!publication || publication.paused === paused) return;
		const told = publication.setPaused(paused);
		this.emit(paused ? 'disabled' : 'enabled', publication.stream);
		await told;
	}

	/**
	 * Sends another track in the place of the one of that kind.
	 *
	 * @throws MeetingError as {@link add}; 3056 when nothing of that kind is sent any more
	 */
	async replaceTrack(kind: StreamKind, track: MediaStreamTrack, wish: Wish): Promise<void> {
		const publication = this.#publications.get(kind);
		if (!publication) throw turnedOff(kind);
		wish.release(track);
		const replaced = publication.replaceTrack(track);
		this.#watch(publication);
		await this.#whileSent(publication, replaced);
		this.#check(publication, wish);
		// Elements show the track they were given: tell them that there is another.
		if (!publication.paused) this.emit('enabled', publication.stream);
	}

	/** Stops sending that kind, and stops its track. */
	remove(kind: StreamKind): void {
		const publication = this.#publications.get(kind);
		if (!publication) return;
		this.#publications.delete(kind);
		publication.close();
		if (!publication.paused) this.emit('disabled', publication.stream);
	}

	/** The meeting is over for us: nothing is sent any more, nor opened. */
	close(): void {
		this.#closed = true;
		this.#stop(MeetingError.of('ERROR_OPERATION_ABORTED', 'the meeting is over'));
	}

	#stop(why: MeetingError): void {
		this.wishes.refuse(why);
		for (const kind of [...this.#publications.keys()]) this.remove(kind);
	}

	#publish(publication: Publication): Promise<void> {
		return this.#whileSent(publication, publication.publish());
	}

	/** Something is done to a publication: when that fails, it is not sent any more. */
	async #whileSent(publication: Publication, done: Promise<void>): Promise<void> {
		try {
			await done;
		} catch (error) {
			// Its removal meanwhile was already reported.
			if (this.#publications.get(publication.kind) !== publication) return;
			this.remove(publication.kind);
			throw MeetingError.from(error, PRODUCE_FAILED[publication.kind]);
		}
	}

	/** @throws MeetingError why a publication is not wanted any more, or is gone */
	#check(publication: Publication, wish: Wish): void {
		wish.check();
		if (this.#publications.get(publication.kind) !== publication) throw turnedOff(publication.kind);
	}

	#watch(publication: Publication): void {
		const { track } = publication;
		const ended = () => {
			// Not when we replaced or removed it ourselves.
			if (publication.track === track && this.#publications.get(publication.kind) === publication)
				this.emit('ended', publication);
		};
		track.addEventListener('ended', ended);
		// It may have ended before anybody listened.
		if (track.readyState === 'ended') queueMicrotask(ended);
	}
}

function turnedOff(kind: StreamKind): MeetingError {
	return MeetingError.of('ERROR_OPERATION_ABORTED', `the ${kind} was turned off meanwhile`);
}
