import type { BusNotice } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Bus } from '../../cluster/bus/Bus.ts';
import type { MediaWorker } from '../MediaWorker.ts';
import type { WorkerSlot } from '../WorkerSlot.ts';
import { openWorker } from './openWorker.ts';
import { RemoteSlot } from './RemoteSlot.ts';
import { WORKER_VERSION } from './workerVersion.ts';

/** ms between two notices of a node. */
const INTERVAL = 1_000;
/** ms without one after which nothing more is put on a node. */
const SILENCE = 3_500;

export interface MediaNodesOptions {
	readonly bus: Bus;
	/** Of this node. */
	readonly region: string | undefined;
	/** Workers that each other node can have here; 0 while it drains. */
	workers(): number;
	/** Of the workers of this node and of those that others have here. */
	streams(): number;
	readonly logger: Logger;
}

/** Another node that carries media, as it said last. */
interface MediaNode {
	notice: BusNotice<'media-node'>;
	heardAt: number;
	readonly slots: RemoteSlot[];
}

/** The other nodes of the cluster as far as they carry media, and the workers that this one has there. */
export class MediaNodes {
	readonly #options: MediaNodesOptions;
	readonly #nodes = new Map<string, MediaNode>();
	readonly #timer: NodeJS.Timeout;

	constructor(options: MediaNodesOptions) {
		this.#options = options;
		options.bus.hear('media-node', (notice) => this.#hear(notice));
		this.#timer = setInterval(() => this.#tick(), INTERVAL);
		this.#timer.unref();
		this.#tell();
	}

	/** Workers that run at other nodes, and one more of each node that has one. */
	get slots(): WorkerSlot<MediaWorker>[] {
		const now = performance.now();
		return [...this.#nodes.values()].flatMap((node) => {
			const { notice, heardAt, slots } = node;
			const used = slots.filter((slot) => slot.used);
			// One that drains, or is silent, gets nothing more.
			if (now - heardAt > SILENCE || notice.workers === 0) return [];
			if (notice.workers <= used.length) return used.filter((slot) => slot.running);
			const spare = slots.find((slot) => !slot.used) ?? this.#add(node);
			return spare.available ? [...used, spare] : used;
		});
	}

	/** Workers of this node that run at others. */
	get workers(): MediaWorker[] {
		return this.#slots.flatMap(({ running }) => running ?? []);
	}

	close(): void {
		clearInterval(this.#timer);
		for (const slot of this.#slots) slot.close();
	}

	get #slots(): RemoteSlot[] {
		return [...this.#nodes.values()].flatMap(({ slots }) => slots);
	}

	#hear(notice: BusNotice<'media-node'>): void {
		if (notice.nodeId === this.#options.bus.nodeId || notice.workerVersion !== WORKER_VERSION) return;
		const known = this.#nodes.get(notice.nodeId);
		if (known === undefined) this.#nodes.set(notice.nodeId, { notice, heardAt: performance.now(), slots: [] });
		else Object.assign(known, { notice, heardAt: performance.now() });
	}

	#add(node: MediaNode): RemoteSlot {
		const { bus, logger } = this.#options;
		const { nodeId, region } = node.notice;
		const slot = new RemoteSlot({
			region,
			others: () => othersOf(node),
			open: () => openWorker(bus, nodeId, region),
			onDied: ({ pid }, error) =>
				logger.error({ err: error, pid, node: nodeId }, 'media worker on another node is lost'),
		});
		node.slots.push(slot);
		return slot;
	}

	#tick(): void {
		this.#tell();
		for (const slot of this.#slots) slot.tick();
		const now = performance.now();
		for (const [nodeId, { heardAt, slots }] of this.#nodes)
			if (now - heardAt > SILENCE && !slots.some((slot) => slot.used)) this.#nodes.delete(nodeId);
	}

	#tell(): void {
		const { bus, region, workers, streams } = this.#options;
		bus.tell('media-node', {
			nodeId: bus.nodeId,
			...(region === undefined ? {} : { region }),
			workerVersion: WORKER_VERSION,
			workers: workers(),
			streams: streams(),
		});
	}
}

/** Streams that a node carries for itself and for others than this one, for each of its cores. */
function othersOf({ notice, slots }: MediaNode): number {
	const own = slots.reduce((sum, { streams }) => sum + streams, 0);
	return Math.max(0, notice.streams - own) / Math.max(1, notice.workers);
}
