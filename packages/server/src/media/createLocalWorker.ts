import { MediaWorker, type WorkerSite } from './MediaWorker.ts';
import { startWorker } from './startWorker.ts';

/** A worker of this node; see `WorkerSite`. */
export interface LocalWorkerOptions
	extends Pick<WorkerSite, 'listenIp' | 'announcedAddress' | 'port'>,
		Partial<Pick<WorkerSite, 'region' | 'internalAddress' | 'pipePorts'>> {
	/** Path of the worker program; mediasoup's own place when undefined. */
	readonly bin: string | undefined;
}

/**
 * Starts a worker on this node and opens its port.
 *
 * @throws Error when the program cannot be started or the port is taken
 */
export function createLocalWorker({ bin, ...options }: LocalWorkerOptions): Promise<MediaWorker> {
	const site = { nodeId: undefined, region: undefined, internalAddress: '127.0.0.1', pipePorts: undefined, ...options };
	return MediaWorker.create(site, () => startWorker(bin));
}
