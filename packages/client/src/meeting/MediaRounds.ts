import type { MediaOffer } from '@roomcast/contract/signalling/media';
import type { Device } from 'mediasoup-client';
import { CLIENT_ERRORS } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import { loopbackProblem } from '../media/loopback.ts';
import { backoff } from '../signalling/backoff.ts';
import type { Connection } from '../signalling/Connection.ts';
import type { MeetingParts } from './MeetingParts.ts';

/** Events of {@link MediaRounds}. */
export interface MediaRoundsEvents {
	/** There are new transports. */
	started: [MediaOffer];
	/** Media has a path, or lost it and is made again; `LOOPBACK`: it cannot have one, for the addresses that the server announces. */
	state: [{ state: 'CONNECTED' | 'FAILED'; reason?: 'LOOPBACK' }];
	error: [MeetingError];
}

/** What the operator of a server can do that announces a loopback address. */
const HINT = 'Set ROOMCAST_MEDIA_ANNOUNCED_IP on the server to an address of its machine that is not loopback.';

/** The parts of a meeting that live on its transports. */
type MediaParts = Pick<MeetingParts, 'media' | 'consumption' | 'local' | 'roster'>;

/**
 * The media of a meeting, round after round: each begins with an offer of the server, and everything that is sent and
 * received moves to its transports. Between two sessions there is none, and nothing of the old session is asked for.
 */
export class MediaRounds extends Emitter<MediaRoundsEvents> {
	readonly #parts: MediaParts;
	readonly #connection: Connection;
	#device: Device | null = null;
	/** What belongs to an older round is void. */
	#round = 0;
	/** Whether there is a session to ask for media in. */
	#open = false;
	/** Whether the missing path was reported, since there last was one. */
	#failed = false;
	/** What is wrong with the addresses that the server announces, if anything. */
	#unreachable: string | undefined;
	/** Rounds since there was a path whose transports the server had no more: each is asked for later than the one before. */
	#gone = 0;

	constructor(parts: MediaParts, connection: Connection) {
		super();
		this.#parts = parts;
		this.#connection = connection;
		const { media } = parts;
		media.on('connected', () => {
			this.#failed = false;
			this.#gone = 0;
			this.emit('state', { state: 'CONNECTED' });
		});
		media.on('failed', () => this.#handleFailed());
		media.on('gone', () => {
			logger.info('The server has new media; setting up media again');
			void this.restart(this.#gone++);
		});
	}

	/**
	 * Media of a session that begins.
	 *
	 * @param device null in a mode without media
	 * @param between what has to be known before streams arrive and after those of the last media are gone
	 */
	begin(device: Device | null, offer: MediaOffer, between: () => void): void {
		this.#device = device;
		this.#open = true;
		this.#start(offer, between);
	}

	/**
	 * New transports, and everything that was sent and received over them.
	 *
	 * @param attempts that came to nothing before
	 */
	async restart(attempts = 0): Promise<void> {
		if (!this.#open) return;
		const round = ++this.#round;
		this.#parts.roster.handleMediaLost();
		this.#stop();
		for (let attempt = attempts; !this.#connection.closed; attempt++) {
			const pause = backoff(attempt);
			if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
			if (round !== this.#round) return;
			try {
				const { media } = await this.#connection.request('restart-media', {});
				if (round === this.#round) this.#start(media, () => {});
				return;
			} catch (error) {
				logger.warn('Media could not be set up again yet', error);
			}
		}
	}

	/** The session is over: its media too, until another session begins. */
	end(): void {
		this.#open = false;
		this.#round++;
		this.#stop();
	}

	#start(offer: MediaOffer, between: () => void): void {
		const { media, consumption, local } = this.#parts;
		this.#round++;
		this.#stop();
		this.#look(offer);
		if (this.#device) media.start(this.#device, offer);
		between();
		consumption.handleOffered(offer.consumers).catch((error) => logger.warn('Streams did not start', error));
		local.handleMediaStarted();
		this.emit('started', offer);
	}

	/** Says at once what would else show after many seconds of trying. */
	#look(offer: MediaOffer): void {
		const userAgent = globalThis.navigator?.userAgent ?? '';
		const before = this.#unreachable;
		this.#unreachable = loopbackProblem(offer, userAgent, new URL(this.#connection.url).hostname);
		if (this.#unreachable !== undefined && before === undefined)
			logger.warn(`There will be no path for media: ${this.#unreachable}. ${HINT}`);
	}

	#failure(): MeetingError {
		if (this.#unreachable === undefined) return MeetingError.of('ERROR_MEETING_MEDIA_CONNECTION_FAILED');
		const { code } = CLIENT_ERRORS.ERROR_MEETING_MEDIA_CONNECTION_FAILED;
		const message = `No media path to the server: ${this.#unreachable}`;
		return new MeetingError({ code, name: 'ERROR_MEETING_MEDIA_CONNECTION_FAILED', message, hint: HINT });
	}

	#stop(): void {
		this.#parts.consumption.handleMediaLost();
		this.#parts.media.stop();
	}

	#handleFailed(): void {
		// A network that is away for long breaks one transport after the other: that is one failure.
		if (!this.#failed) {
			this.#failed = true;
			this.emit('state', { state: 'FAILED', ...(this.#unreachable === undefined ? {} : { reason: 'LOOPBACK' }) });
			this.emit('error', this.#failure());
		}
		void this.restart();
	}
}
