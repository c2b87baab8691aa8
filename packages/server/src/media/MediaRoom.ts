import { EventEmitter } from 'node:events';
import { RoomcastError } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { LocalSource } from './LocalSource.ts';
import { MediaPeer, type MediaPeerOptions } from './MediaPeer.ts';
import type { MediaPool } from './MediaPool.ts';
import { type Endpoint, MediaTap } from './MediaTap.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { ProducerAppData } from './ProducerAppData.ts';
import type { Level } from './voices/SpeakerChoice.ts';
import { Voices } from './voices/Voices.ts';

/** How often a room is tried again when a worker dies while the room is opened on it. */
const ATTEMPTS = 3;

/** What a room's media tells its session. */
export interface MediaRoomEvents {
	/** The worker died: every peer of this room is closed, and so is the room. */
	lost: [];
	/** Who speaks now. */
	speaker: [participantId: string | null];
	/** Loudness of those who speak, in dBov (−127 to 0), loudest first. */
	levels: [readonly Level[]];
	/** Somebody sends something new. */
	produced: [types.Producer];
}

/** The media of one session: a router on one worker, the peers on it, and who speaks. */
export class MediaRoom extends EventEmitter<MediaRoomEvents> {
	readonly #worker: MediaWorker;
	readonly #router: types.Router;
	readonly #voices: Voices;
	readonly #logger: Logger;
	readonly #maxIncomingBitrate: number;
	readonly #peers = new Map<string, MediaPeer>();
	#closed = false;

	private constructor(
		worker: MediaWorker,
		router: types.Router,
		voices: Voices,
		logger: Logger,
		maxIncomingBitrate: number,
	) {
		super();
		this.#worker = worker;
		this.#router = router;
		this.#voices = voices;
		this.#logger = logger;
		this.#maxIncomingBitrate = maxIncomingBitrate;
		router.once('workerclose', () => this.#lose());
		voices.on('speaker', (participantId) => this.#closed || this.emit('speaker', participantId));
		voices.on('levels', (levels) => this.emit('levels', levels));
		// It may have died while this room was being built.
		if (worker.closed) queueMicrotask(() => this.#lose());
	}

	/**
	 * Opens a room on the worker with the least load, and on another when that one dies meanwhile.
	 *
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE when no worker is running
	 */
	static async create(pool: MediaPool, logger: Logger): Promise<MediaRoom> {
		for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
			const { worker, router } = await pool.createRouter();
			try {
				const voices = await Voices.create(router, logger);
				return new MediaRoom(worker, router, voices, logger, pool.maxIncomingBitrate);
			} catch (error) {
				router.close();
				if (!worker.closed) throw error;
			}
		}
		throw new RoomcastError('MEDIA_SERVER_UNAVAILABLE');
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Everything that is sent in it. */
	get producers(): types.Producer[] {
		return [...this.#peers.values()].flatMap((peer) => peer.producers);
	}

	get speaker(): string | null {
		return this.#voices.speaker;
	}

	/** Adds a participant. It has no transports until `open()`. */
	createPeer(options: MediaPeerOptions): MediaPeer {
		const peer = new MediaPeer(options, {
			router: this.#router,
			webRtcServer: this.#worker.webRtcServer,
			logger: this.#logger,
			maxIncomingBitrate: this.#maxIncomingBitrate,
			producers: (except) => this.#others(except).flatMap((other) => other.producers),
			dataProducers: (except) => this.#others(except).flatMap((other) => other.dataProducers),
			dataProduced: (from, producer) => {
				for (const other of this.#others(from)) void other.consumeData(producer);
			},
			produced: (from, producer) => this.#produced(from, producer),
			changeLoad: (by) => {
				this.#worker.streams += by;
			},
		});
		this.#peers.set(options.participantId, peer);
		peer.once('closed', () => {
			if (this.#peers.get(options.participantId) === peer) this.#peers.delete(options.participantId);
			this.#voices.forget(options.participantId);
		});
		return peer;
	}

	/**
	 * A way for streams of this room to a program on this machine.
	 *
	 * @param to where it listens
	 * @throws Error when the room is closed by now
	 */
	tap(to: Endpoint): Promise<MediaTap> {
		return MediaTap.create(this.#router, to);
	}

	/**
	 * A way in for a browser of this machine, for recorders alone.
	 *
	 * @throws Error when the room is closed by now
	 */
	localSource(): Promise<LocalSource> {
		return LocalSource.create(this.#router);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#voices.close();
		for (const peer of [...this.#peers.values()]) peer.close();
		this.#router.close();
	}

	#others(except: MediaPeer): MediaPeer[] {
		return [...this.#peers.values()].filter((peer) => peer !== except);
	}

	#produced(from: MediaPeer, producer: types.Producer): void {
		if ((producer.appData as ProducerAppData).kind === 'audio') void this.#voices.add(producer);
		for (const other of this.#others(from)) void other.consume(producer);
		this.emit('produced', producer);
	}

	#lose(): void {
		if (this.#closed) return;
		this.close();
		this.emit('lost');
	}
}
