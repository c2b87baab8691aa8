import { Gauge } from 'prom-client';
import type { Core } from '../../Core.ts';
import type { Bus } from '../../cluster/bus/Bus.ts';
import type { MediaPool } from '../MediaPool.ts';
import { MediaNodes } from './MediaNodes.ts';
import { portsInCluster } from './portsInCluster.ts';
import { ServedWorkers } from './ServedWorkers.ts';

/** What media needs to use other nodes. */
export interface MediaNodesNeeds {
	readonly bus: Bus | undefined;
	readonly media: MediaPool;
	/** Whether this node takes nothing new. */
	isDraining(): boolean;
}

/** Lets sessions of this node use media workers of others, and those of others the cores of this one. */
export function registerMediaNodes(
	{ config, registry, logger, onClose }: Core,
	{ bus, media, isDraining }: MediaNodesNeeds,
): void {
	if (bus === undefined) return;
	const { served, pipes } = portsInCluster(config.mediaPorts, config.mediaWorkers);
	const workers = new ServedWorkers({
		bin: config.mediaWorkerBin,
		addresses: {
			listenIp: config.mediaListenIp,
			announcedAddress: config.mediaAnnouncedIp,
			internalAddress: config.mediaInternalIp,
			pipePorts: pipes,
		},
		ports: served,
		logger,
	});
	bus.accept('media-worker', (head, channel) => workers.serve(head, channel));
	const most = Math.min(config.mediaWorkers, served.length);
	const nodes = new MediaNodes({
		bus,
		region: config.region,
		workers: () => (isDraining() ? 0 : most),
		streams: () => workers.streams + media.workers.reduce((sum, { streams }) => sum + streams, 0),
		logger,
	});
	onClose(() => nodes.close());
	media.useNodes(nodes);
	const registers = [registry];
	new Gauge({
		name: 'roomcast_media_node_workers',
		help: 'Media workers across nodes: those that sessions of this node have at others (used), and those that others have here (served)',
		labelNames: ['kind'],
		registers,
		collect() {
			this.set({ kind: 'used' }, nodes.workers.length);
			this.set({ kind: 'served' }, workers.size);
		},
	});
	new Gauge({
		name: 'roomcast_media_node_pipes',
		help: 'Streams and data channels that come to the media workers at other nodes from another one, by state: flowing, paused',
		labelNames: ['state'],
		registers,
		collect() {
			const pipes = nodes.workers.flatMap((worker) => [...worker.pipes]);
			const flowing = pipes.filter((pipe) => pipe.flowing).length;
			this.set({ state: 'flowing' }, flowing);
			this.set({ state: 'paused' }, pipes.length - flowing);
		},
	});
}
