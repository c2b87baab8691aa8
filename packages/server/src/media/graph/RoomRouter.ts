import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { ROUTER_CODECS } from '../codecs.ts';
import type { MediaWorker } from '../MediaWorker.ts';
import { VoiceMeter } from '../voices/VoiceMeter.ts';

/** A router of a session: its place on one media worker. Emits `lost` when that dies. */
export class RoomRouter extends EventEmitter<{ lost: [] }> {
	readonly worker: MediaWorker;
	readonly router: types.Router;
	/** Who is heard of those who send to it. */
	readonly voices: VoiceMeter;

	private constructor(worker: MediaWorker, router: types.Router, voices: VoiceMeter) {
		super();
		this.worker = worker;
		this.router = router;
		this.voices = voices;
		router.once('workerclose', () => this.emit('lost'));
	}

	/** @throws Error when the worker dies meanwhile */
	static async create(worker: MediaWorker, logger: Logger): Promise<RoomRouter> {
		const router = await worker.createRouter(ROUTER_CODECS);
		try {
			const voices = await VoiceMeter.create(router, logger);
			if (router.closed) throw new Error('The media worker died');
			return new RoomRouter(worker, router, voices);
		} catch (error) {
			router.close();
			throw error;
		}
	}

	get closed(): boolean {
		return this.router.closed;
	}

	close(): void {
		this.voices.close();
		this.router.close();
	}
}
