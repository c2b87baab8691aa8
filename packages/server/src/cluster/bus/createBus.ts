import type { Core } from '../../Core.ts';
import type { Bus } from './Bus.ts';
import { BusMetrics } from './metrics.ts';

/**
 * The way to the other nodes of the cluster; undefined without `ROOMCAST_NATS_URL`.
 *
 * @param nodeId of this life of the process
 * @throws when NATS cannot be reached
 */
export async function createBus({ config, registry, logger, onClose }: Core, nodeId: string): Promise<Bus | undefined> {
	const { natsUrl: url } = config;
	if (url === undefined) return undefined;
	// A server that is alone does not load it.
	const { NatsBus } = await import('./NatsBus.ts');
	const bus = await NatsBus.create({ url, nodeId, logger, metrics: new BusMetrics(registry) });
	onClose(() => bus.close());
	return bus;
}
