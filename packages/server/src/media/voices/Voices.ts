import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { ProducerAppData } from '../ProducerAppData.ts';
import { type Level, SpeakerChoice } from './SpeakerChoice.ts';
import { VoiceTap } from './VoiceTap.ts';

/** How often loudness is measured, in ms. */
const INTERVAL = 250;
/** Quieter than this is silence, in dBov. */
const THRESHOLD = -60;
/** Most people whose loudness is reported. */
const MOST = 8;
/** How long everybody must be silent before nobody is the speaker, in ms. */
const SILENCE_AFTER = 1500;
/** Looks between two checks of what mediasoup can measure: 5 s. */
const RECHECK = 20;

export interface VoicesEvents {
	/** Who speaks now. */
	speaker: [participantId: string | null];
	/** Loudness of those who are heard, in dBov (−127 to 0), loudest first. */
	levels: [readonly Level[]];
}

/**
 * Who of a room is heard, and who speaks. mediasoup measures most microphones, from what their senders say in each packet;
 * those that it cannot are read here.
 */
export class Voices extends EventEmitter<VoicesEvents> {
	readonly #router: types.Router;
	readonly #transport: types.DirectTransport;
	readonly #observer: types.AudioLevelObserver;
	readonly #logger: Logger;
	readonly #choice = new SpeakerChoice();
	readonly #taps = new Map<types.Producer, VoiceTap>();
	/** By participant, as mediasoup measured it last. */
	#observed = new Map<string, number>();
	readonly #timer: NodeJS.Timeout;
	#looks = 0;
	#speaker: string | null = null;
	#silentSince: number | undefined;
	#told = false;

	private constructor(
		router: types.Router,
		transport: types.DirectTransport,
		observer: types.AudioLevelObserver,
		logger: Logger,
	) {
		super();
		this.#router = router;
		this.#transport = transport;
		this.#observer = observer;
		this.#logger = logger;
		observer.on('volumes', (volumes) => {
			this.#observed = new Map(
				volumes.map(({ producer, volume }) => [(producer.appData as ProducerAppData).participantId, volume]),
			);
		});
		observer.on('silence', () => this.#observed.clear());
		this.#timer = setInterval(() => this.#look(), INTERVAL);
		router.observer.once('close', () => this.close());
	}

	/** @throws Error when the router is closed by now */
	static async create(router: types.Router, logger: Logger): Promise<Voices> {
		const [transport, observer] = await Promise.all([
			router.createDirectTransport(),
			router.createAudioLevelObserver({ maxEntries: MOST, threshold: THRESHOLD, interval: INTERVAL }),
		]);
		return new Voices(router, transport, observer, logger);
	}

	/** Who speaks now. */
	get speaker(): string | null {
		return this.#speaker;
	}

	/** Listens to a microphone until it is closed. */
	async add(producer: types.Producer): Promise<void> {
		const { participantId } = producer.appData as ProducerAppData;
		const quiet = () => {
			this.#observed.delete(participantId);
			this.#taps.get(producer)?.take();
			this.forget(participantId);
		};
		producer.observer.on('pause', quiet);
		producer.observer.once('close', () => {
			this.#taps.delete(producer);
			quiet();
		});
		try {
			const [tap] = await Promise.all([
				VoiceTap.create(this.#transport, producer, this.#router.rtpCapabilities),
				this.#observer.addProducer({ producerId: producer.id }),
			]);
			if (producer.closed) tap.close();
			else this.#taps.set(producer, tap);
		} catch (error) {
			if (!producer.closed && !this.#router.closed)
				this.#logger.warn({ err: error }, 'a microphone cannot be listened to');
		}
	}

	/** Somebody does not speak any more: muted, or gone. */
	forget(participantId: string): void {
		this.#choice.forget(participantId);
		this.#speak();
	}

	close(): void {
		clearInterval(this.#timer);
		for (const tap of this.#taps.values()) tap.close();
		this.#taps.clear();
	}

	#look(): void {
		const now = performance.now();
		const levels = this.#levels();
		if (++this.#looks % RECHECK === 0) for (const tap of this.#taps.values()) tap.recheck();
		if (levels.length > 0 || this.#told) this.emit('levels', levels);
		this.#told = levels.length > 0;
		if (levels.length > 0) this.#silentSince = undefined;
		else this.#silentSince ??= now;
		if (this.#silentSince !== undefined && now - this.#silentSince >= SILENCE_AFTER) this.#choice.forget(null);
		this.#choice.look(levels, now);
		this.#speak();
	}

	#levels(): Level[] {
		const volumes = new Map(this.#observed);
		for (const [producer, tap] of this.#taps) {
			const volume = tap.take();
			if (volume === undefined || volume < THRESHOLD || producer.paused) continue;
			const { participantId } = producer.appData as ProducerAppData;
			volumes.set(participantId, volume);
		}
		return [...volumes]
			.map(([participantId, volume]) => ({ participantId, volume }))
			.toSorted((one, other) => other.volume - one.volume)
			.slice(0, MOST);
	}

	#speak(): void {
		const { speaker } = this.#choice;
		if (this.#speaker === speaker) return;
		this.#speaker = speaker;
		this.emit('speaker', speaker);
	}
}
