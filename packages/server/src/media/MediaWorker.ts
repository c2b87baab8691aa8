import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { WorkerSlot } from './WorkerSlot.ts';

/** Where a worker runs, and by which addresses it is reached. */
export interface WorkerSite {
	/** The other node on which it runs; undefined on this one. */
	readonly nodeId: string | undefined;
	readonly region: string | undefined;
	/** Where browsers come in, UDP and TCP on the same port. */
	readonly listenIp: string;
	readonly announcedAddress: string;
	readonly port: number;
	/** Where workers of other nodes come in, UDP. */
	readonly internalAddress: string;
	readonly pipePorts: { readonly min: number; readonly max: number } | undefined;
}

/**
 * What the kernel keeps of datagrams that the worker has not read yet, or that the network has not taken, in bytes: a burst
 * of strangers must not push media out. The kernel gives as much of it as `net.core.rmem_max` and `wmem_max` allow.
 */
export const UDP_BUFFER = 4 * 1024 * 1024;

/**
 * What a router of a room weighs beside its streams: those of a call of two with camera and microphone, which a room becomes soon.
 * Without it, rooms that are opened together, before anybody sends, would all go to one worker.
 */
const ROOM_LOAD = 4;

/**
 * One media process with its one port. Emits `died` when the process ended without being asked to; the object is then
 * closed and of no use.
 */
export class MediaWorker extends EventEmitter<{ died: [Error] }> implements WorkerSlot<MediaWorker> {
	readonly site: WorkerSite;
	readonly #worker: types.Worker;
	readonly #server: types.WebRtcServer;
	/** Streams in and out, also from and to other workers. */
	streams = 0;
	/** What comes from other workers. */
	readonly pipes = new Set<{ readonly flowing: boolean }>();
	#expected = 0;
	#routers = 0;

	private constructor(site: WorkerSite, worker: types.Worker, server: types.WebRtcServer) {
		super();
		this.site = site;
		this.#worker = worker;
		this.#server = server;
		worker.once('died', (error) => this.emit('died', error));
	}

	/**
	 * Starts a worker and opens its port.
	 *
	 * @param start starts its program
	 * @throws Error when the program cannot be started or the port is taken
	 */
	static async create(site: WorkerSite, start: () => Promise<types.Worker>): Promise<MediaWorker> {
		const worker = await start();
		try {
			const { listenIp: ip, announcedAddress, port } = site;
			const listen = { ip, announcedAddress, port };
			const server = await worker.createWebRtcServer({
				listenInfos: [
					{ protocol: 'udp', ...listen, recvBufferSize: UDP_BUFFER, sendBufferSize: UDP_BUFFER },
					{ protocol: 'tcp', ...listen },
				],
			});
			return new MediaWorker(site, worker, server);
		} catch (error) {
			worker.close();
			throw new Error(`Media port ${site.port} (UDP and TCP) on ${site.listenIp} cannot be opened`, {
				cause: error,
			});
		}
	}

	get port(): number {
		return this.site.port;
	}

	get region(): string | undefined {
		return this.site.region;
	}

	get here(): boolean {
		return this.site.nodeId === undefined;
	}

	get running(): MediaWorker | undefined {
		return this.closed ? undefined : this;
	}

	async open(): Promise<MediaWorker> {
		return this;
	}

	get pid(): number {
		return this.#worker.pid;
	}

	get closed(): boolean {
		return this.#worker.closed;
	}

	/** Routers on it: one for each session that is here. */
	get routers(): number {
		return this.#routers;
	}

	/** What rooms and participants are spread by: they go where it is least. */
	get load(): number {
		return this.streams + this.#expected + ROOM_LOAD * this.#routers;
	}

	/** Counts streams as load that are about to be made. @returns ends that: they are made, or never will be */
	expect(streams: number): () => void {
		this.#expected += streams;
		let waiting = true;
		return () => {
			if (waiting) this.#expected -= streams;
			waiting = false;
		};
	}

	get webRtcServer(): types.WebRtcServer {
		return this.#server;
	}

	/** A router of a room; it counts as load from now on until it is closed. */
	async createRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router> {
		this.#routers++;
		try {
			const router = await this.#worker.createRouter({ mediaCodecs });
			router.observer.once('close', () => this.#routers--);
			return router;
		} catch (error) {
			this.#routers--;
			throw error;
		}
	}

	/** CPU time used so far, in ms. */
	async cpuTime(): Promise<number> {
		const usage = await this.#worker.getResourceUsage();
		return usage.ru_utime + usage.ru_stime;
	}

	close(): void {
		this.#worker.close();
	}
}
