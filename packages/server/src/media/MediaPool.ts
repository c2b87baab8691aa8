import { EventEmitter } from 'node:events';
import { RoomcastError, type RtpCapabilities } from '@roomcast/contract';
import type { Logger } from 'pino';
import { ROUTER_CODECS } from './codecs.ts';
import { createLocalWorker } from './createLocalWorker.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { uprightOnly } from './upright.ts';
import type { WorkerSlot } from './WorkerSlot.ts';

/** How the pool is built; see docs/settings.md. */
export interface MediaPoolOptions {
	readonly workers: number;
	readonly firstPort: number;
	readonly listenIp: string;
	readonly announcedAddress: string;
	/** Where workers of other nodes come in. Default: loopback. */
	readonly internalAddress?: string;
	/** For media from and to other nodes. Default: any port. */
	readonly pipePorts?: { readonly min: number; readonly max: number };
	readonly region?: string | undefined;
	readonly workerBin: string | undefined;
	/** What one participant may send, in bit/s; 0, or absent, for as much as it wants. */
	readonly maxIncomingBitrate?: number;
	/** Streams of a worker from which the participants of its sessions go to others, too. */
	readonly spreadFrom: number;
	readonly logger: Logger;
}

/** Waits between attempts to start a worker again, in ms. The last one repeats. */
const RESTART_DELAYS = [0, 100, 500, 2000, 5000];

/**
 * All media workers of this process: one per core, a port each. A worker that dies is replaced on its port; the rooms
 * that it carried hear of it through their routers, and take others.
 */
export class MediaPool extends EventEmitter<{ 'worker-died': [MediaWorker] }> {
	readonly routerRtpCapabilities: RtpCapabilities;
	readonly #options: MediaPoolOptions;
	readonly #workers: MediaWorker[];
	/** Resolves when the next worker is up; rooms that find none wait for it. */
	#nextWorker = Promise.withResolvers<void>();
	#nodes: { readonly slots: readonly WorkerSlot<MediaWorker>[] } = { slots: [] };
	#deaths = 0;
	#closed = false;

	private constructor(options: MediaPoolOptions, workers: MediaWorker[], capabilities: RtpCapabilities) {
		super();
		this.#options = options;
		this.#workers = workers;
		this.routerRtpCapabilities = capabilities;
		for (const worker of workers) this.#watch(worker);
	}

	/**
	 * Starts every worker.
	 *
	 * @throws Error when one cannot be started or its port is taken
	 */
	static async create(options: MediaPoolOptions): Promise<MediaPool> {
		const starts = Array.from({ length: options.workers }, (_, i) => MediaPool.#start(options, options.firstPort + i));
		const results = await Promise.allSettled(starts);
		const workers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
		const failure = results.find((result) => result.status === 'rejected');
		if (failure !== undefined) {
			for (const worker of workers) worker.close();
			throw failure.reason;
		}
		// Every router has the same capabilities: clients can learn them before they have one.
		const [first] = workers;
		if (first === undefined) throw new Error('A media pool needs at least one worker');
		const router = await first.createRouter(ROUTER_CODECS);
		const capabilities = uprightOnly(router.rtpCapabilities as RtpCapabilities);
		router.close();
		return new MediaPool(options, workers, capabilities);
	}

	static #start({ workerBin: bin, ...options }: MediaPoolOptions, port: number): Promise<MediaWorker> {
		const { listenIp, announcedAddress, internalAddress = '127.0.0.1', pipePorts, region } = options;
		return createLocalWorker({ listenIp, announcedAddress, port, internalAddress, pipePorts, region, bin });
	}

	/** Adds the workers that other nodes have for this one. */
	useNodes(nodes: { readonly slots: readonly WorkerSlot<MediaWorker>[] }): void {
		this.#nodes = nodes;
	}

	/** Where this node is. */
	get region(): string | undefined {
		return this.#options.region;
	}

	/** Living workers of this node. */
	get workers(): readonly MediaWorker[] {
		return this.#workers;
	}

	/** What one participant may send, in bit/s; 0 for as much as it wants. */
	get maxIncomingBitrate(): number {
		return this.#options.maxIncomingBitrate ?? 0;
	}

	/** Streams of a worker from which the participants of its sessions go to others, too. */
	get spreadFrom(): number {
		return this.#options.spreadFrom;
	}

	/** Workers that died since the start. */
	get deaths(): number {
		return this.#deaths;
	}

	/**
	 * A worker. Waits for a replacement when the last one has just died.
	 *
	 * @param choose one of those that run or can be had at other nodes, which there are
	 * @param timeout ms to wait for a worker
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE when none comes up
	 */
	async worker(
		choose: (slots: readonly WorkerSlot<MediaWorker>[]) => WorkerSlot<MediaWorker> | undefined,
		timeout = 10_000,
	): Promise<MediaWorker> {
		const deadline = performance.now() + timeout;
		while (!this.#closed) {
			// One that has just died is on the list until everybody has heard of it.
			const running: WorkerSlot<MediaWorker>[] = this.#workers.filter((each) => !each.closed);
			// In the end one that is surely there.
			const slots = performance.now() > deadline && running.length > 0 ? running : [...running, ...this.#nodes.slots];
			const slot = slots.length === 0 ? undefined : choose(slots);
			if (slot !== undefined) {
				try {
					return await slot.open();
				} catch (error) {
					// It is none for a while: there are others, or a local one comes up.
					this.#options.logger.warn({ err: error }, 'a media worker on another node could not be had');
					if (performance.now() < deadline || running.length > 0) continue;
				}
			}
			const left = deadline - performance.now();
			if (left <= 0) break;
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<void>((resolve) => {
				timer = setTimeout(resolve, left);
			});
			await Promise.race([this.#nextWorker.promise, late]);
			clearTimeout(timer);
		}
		throw new RoomcastError('MEDIA_SERVER_UNAVAILABLE');
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const worker of this.#workers) worker.close();
		this.#workers.length = 0;
		this.#nextWorker.resolve();
	}

	#watch(worker: MediaWorker): void {
		worker.once('died', (error) => {
			this.#workers.splice(this.#workers.indexOf(worker), 1);
			this.#deaths++;
			this.#options.logger.error({ err: error, pid: worker.pid, port: worker.port }, 'media worker died');
			this.emit('worker-died', worker);
			void this.#replace(worker.port, 0);
		});
	}

	async #replace(port: number, attempt: number): Promise<void> {
		const delay = RESTART_DELAYS[Math.min(attempt, RESTART_DELAYS.length - 1)] ?? 0;
		if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
		if (this.#closed) return;
		try {
			const worker = await MediaPool.#start(this.#options, port);
			if (this.#closed) {
				worker.close();
				return;
			}
			this.#workers.push(worker);
			this.#watch(worker);
			this.#options.logger.info({ pid: worker.pid, port }, 'media worker replaced');
			const { resolve } = this.#nextWorker;
			this.#nextWorker = Promise.withResolvers<void>();
			resolve();
		} catch (error) {
			this.#options.logger.error({ err: error, port, attempt }, 'media worker could not be started again');
			await this.#replace(port, attempt + 1);
		}
	}
}
