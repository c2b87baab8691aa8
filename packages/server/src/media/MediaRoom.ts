import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { LocalSource } from './LocalSource.ts';
import { MediaPeer, type MediaPeerOptions } from './MediaPeer.ts';
import type { MediaPool } from './MediaPool.ts';
import { type Endpoint, MediaTap } from './MediaTap.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { ProducerAppData } from './ProducerAppData.ts';

/** How often loudness is measured, in ms. */
const AUDIO_LEVEL_INTERVAL = 250;
/** Quieter than this is silence, in dBov. */
const AUDIO_LEVEL_THRESHOLD = -60;
/** How long everybody must be silent before nobody is the speaker, in ms. */
const SILENCE_AFTER = 1500;

/** What a room's media tells its session. */
export interface MediaRoomEvents {
	/** The worker died: every peer of this room is closed, and so is the room. */
	lost: [];
	/** Who speaks now. */
	speaker: [participantId: string | null];
	/** Loudness of those who speak, in dBov (−127 to 0), loudest first. */
	levels: [{ participantId: string; volume: number }[]];
	/** Somebody sends something new. */
	produced: [types.Producer];
}

/** The media of one session: a router on one worker, the peers on it, and who speaks. */
export class MediaRoom extends EventEmitter<MediaRoomEvents> {
	readonly #worker: MediaWorker;
	readonly #router: types.Router;
	readonly #speakers: types.ActiveSpeakerObserver;
	readonly #levels: types.AudioLevelObserver;
	readonly #logger: Logger;
	readonly #maxIncomingBitrate: number;
	readonly #peers = new Map<string, MediaPeer>();
	#speaker: string | null = null;
	#silenceTimer: NodeJS.Timeout | undefined;
	#closed = false;

	private constructor(
		worker: MediaWorker,
		router: types.Router,
		speakers: types.ActiveSpeakerObserver,
		levels: types.AudioLevelObserver,
		logger: Logger,
		maxIncomingBitrate: number,
	) {
		super();
		this.#worker = worker;
		this.#router = router;
		this.#speakers = speakers;
		this.#levels = levels;
		this.#logger = logger;
		this.#maxIncomingBitrate = maxIncomingBitrate;
		router.once('workerclose', () => this.#lose());
		speakers.on('dominantspeaker', ({ producer }) => this.#speak((producer.appData as ProducerAppData).participantId));
		levels.on('volumes', (volumes) => this.#hear(volumes));
		levels.on('silence', () => this.#fallSilent());
		// It may have died while this room was being built.
		if (worker.closed) queueMicrotask(() => this.#lose());
	}

	/**
	 * Opens a room on the worker with the least load.
	 *
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE when no worker is running
	 */
	static async create(pool: MediaPool, logger: Logger): Promise<MediaRoom> {
		const { worker, router } = await pool.createRouter();
		const [speakers, levels] = await Promise.all([
			router.createActiveSpeakerObserver({ interval: 300 }),
			router.createAudioLevelObserver({
				maxEntries: 8,
				threshold: AUDIO_LEVEL_THRESHOLD,
				interval: AUDIO_LEVEL_INTERVAL,
			}),
		]);
		return new MediaRoom(worker, router, speakers, levels, logger, pool.maxIncomingBitrate);
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Everything that is sent in it. */
	get producers(): types.Producer[] {
		return [...this.#peers.values()].flatMap((peer) => peer.producers);
	}

	get speaker(): string | null {
		return this.#speaker;
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
			if (this.#speaker === options.participantId) this.#setSpeaker(null);
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
		clearTimeout(this.#silenceTimer);
		for (const peer of [...this.#peers.values()]) peer.close();
		this.#router.close();
	}

	#others(except: MediaPeer): MediaPeer[] {
		return [...this.#peers.values()].filter((peer) => peer !== except);
	}

	#produced(from: MediaPeer, producer: types.Producer): void {
		if ((producer.appData as ProducerAppData).kind === 'audio') {
			const add = { producerId: producer.id };
			Promise.all([this.#speakers.addProducer(add), this.#levels.addProducer(add)]).catch((error) => {
				if (!producer.closed) this.#logger.warn({ err: error }, 'audio observer refused a producer');
			});
		}
		for (const other of this.#others(from)) void other.consume(producer);
		this.emit('produced', producer);
	}

	#hear(volumes: types.AudioLevelObserverVolume[]): void {
		clearTimeout(this.#silenceTimer);
		this.#silenceTimer = undefined;
		const levels = volumes.map(({ producer, volume }) => ({
			participantId: (producer.appData as ProducerAppData).participantId,
			volume,
		}));
		this.emit('levels', levels);
		// The dominant speaker is told only when it changes: whoever speaks again after a silence is in no such event.
		const [loudest] = levels;
		if (this.#speaker === null && loudest !== undefined) this.#setSpeaker(loudest.participantId);
	}

	#speak(participantId: string): void {
		if (this.#peers.has(participantId)) this.#setSpeaker(participantId);
	}

	#fallSilent(): void {
		this.emit('levels', []);
		this.#silenceTimer ??= setTimeout(() => {
			this.#silenceTimer = undefined;
			this.#setSpeaker(null);
		}, SILENCE_AFTER);
	}

	#setSpeaker(participantId: string | null): void {
		if (this.#speaker === participantId || this.#closed) return;
		this.#speaker = participantId;
		this.emit('speaker', participantId);
	}

	#lose(): void {
		if (this.#closed) return;
		this.close();
		this.emit('lost');
	}
}
