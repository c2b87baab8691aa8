import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { ProducerAppData } from '../ProducerAppData.ts';
import { VoiceTap } from './VoiceTap.ts';

/** How often loudness is measured, in ms. */
export const INTERVAL = 250;
/** Quieter than this is silence, in dBov. */
const THRESHOLD = -60;
/** Most people of whom a router says how loud they are. */
export const MOST = 8;

/**
 * How loud those are who send to one router. mediasoup measures most microphones, from what their senders say in each
 * packet; those that it cannot are read here. Emits `quiet` when a microphone is muted or closed.
 */
export class VoiceMeter extends EventEmitter<{ quiet: [participantId: string] }> {
	readonly #router: types.Router;
	readonly #transport: types.DirectTransport;
	readonly #observer: types.AudioLevelObserver;
	readonly #logger: Logger;
	readonly #taps = new Map<types.Producer, VoiceTap>();
	/** By participant, as mediasoup measured it last. */
	#observed = new Map<string, number>();

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
		router.observer.once('close', () => this.close());
	}

	/** @throws Error when the router is closed by now */
	static async create(router: types.Router, logger: Logger): Promise<VoiceMeter> {
		const [transport, observer] = await Promise.all([
			router.createDirectTransport(),
			router.createAudioLevelObserver({ maxEntries: MOST, threshold: THRESHOLD, interval: INTERVAL }),
		]);
		return new VoiceMeter(router, transport, observer, logger);
	}

	/** Listens to a microphone until it is closed. */
	async add(producer: types.Producer): Promise<void> {
		const { participantId } = producer.appData as ProducerAppData;
		const quiet = () => {
			this.#observed.delete(participantId);
			this.#taps.get(producer)?.take();
			this.emit('quiet', participantId);
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

	/** Who was heard since the last look, in dBov by participant. */
	take(): Map<string, number> {
		const volumes = new Map(this.#observed);
		for (const [producer, tap] of this.#taps) {
			const volume = tap.take();
			if (volume === undefined || volume < THRESHOLD || producer.paused) continue;
			const { participantId } = producer.appData as ProducerAppData;
			volumes.set(participantId, volume);
		}
		return volumes;
	}

	/** Looks again at which microphones mediasoup can measure. */
	recheck(): void {
		for (const tap of this.#taps.values()) tap.recheck();
	}

	close(): void {
		for (const tap of this.#taps.values()) tap.close();
		this.#taps.clear();
	}
}
