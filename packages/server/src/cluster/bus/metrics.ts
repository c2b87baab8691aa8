import { Counter, Gauge, type Registry } from 'prom-client';
import type { Bus } from './Bus.ts';
import type { BusFailure } from './BusError.ts';

/** Counts what a node says to others. */
export class BusMetrics {
	readonly #registry: Registry;
	readonly #requests: Counter<'request' | 'result'>;
	readonly #frames: Counter;
	readonly #bytes: Counter;

	constructor(registry: Registry) {
		this.#registry = registry;
		const registers = [registry];
		this.#requests = new Counter({
			name: 'roomcast_bus_requests_total',
			help: 'Requests to other nodes, by how they ended',
			labelNames: ['request', 'result'],
			registers,
		});
		this.#frames = new Counter({
			name: 'roomcast_bus_frames_total',
			help: 'Frames of channels to other nodes',
			registers,
		});
		this.#bytes = new Counter({
			name: 'roomcast_bus_bytes_total',
			help: 'Bytes of these frames',
			registers,
		});
	}

	/** Adds what a bus is asked for at each scrape. */
	observe(bus: Pick<Bus, 'connected'>, channels: () => number): void {
		const registers = [this.#registry];
		new Gauge({
			name: 'roomcast_bus_connected',
			help: 'Whether NATS answers',
			registers,
			collect() {
				this.set(bus.connected ? 1 : 0);
			},
		});
		new Gauge({
			name: 'roomcast_bus_channels',
			help: 'Open channels to other nodes: one for each client whose session is on another node, at both ends',
			registers,
			collect() {
				this.set(channels());
			},
		});
	}

	requested(request: string, result: BusFailure | 'answered'): void {
		this.#requests.inc({ request, result });
	}

	sent(bytes: number): void {
		this.#frames.inc();
		this.#bytes.inc(bytes);
	}
}
