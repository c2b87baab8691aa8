import type { Core } from '../Core.ts';
import { MediaPool } from './MediaPool.ts';
import { registerMediaMetrics } from './metrics.ts';
import { portsInCluster } from './nodes/portsInCluster.ts';

/** @throws when a media worker does not start or its port is taken */
export async function createMedia({ config, registry, logger, onClose }: Core): Promise<MediaPool> {
	const pool = await MediaPool.create({
		workers: config.mediaWorkers,
		firstPort: config.mediaPorts.min,
		listenIp: config.mediaListenIp,
		announcedAddress: config.mediaAnnouncedIp,
		internalAddress: config.mediaInternalIp,
		pipePorts: portsInCluster(config.mediaPorts, config.mediaWorkers).pipes,
		region: config.region,
		workerBin: config.mediaWorkerBin,
		spreadFrom: config.mediaSpreadFrom,
		maxIncomingBitrate: config.maxIncomingBitrate * 1000,
		logger,
	});
	onClose(() => pool.close());
	registerMediaMetrics(registry, pool);
	return pool;
}
