import { Gauge, type Registry } from 'prom-client';
import type { MediaPool } from './MediaPool.ts';

/** What the media workers do, for `/metrics`. */
export function registerMediaMetrics(registry: Registry, pool: MediaPool): void {
	const registers = [registry];
	new Gauge({
		name: 'roomcast_media_workers',
		help: 'Media workers that run',
		registers,
		collect() {
			this.set(pool.workers.length);
		},
	});
	new Gauge({
		name: 'roomcast_media_worker_deaths_total',
		help: 'Media workers that died since the start',
		registers,
		collect() {
			this.set(pool.deaths);
		},
	});
	new Gauge({
		name: 'roomcast_media_streams',
		help: 'Streams that a media worker receives and forwards, by port',
		labelNames: ['port'],
		registers,
		collect() {
			for (const worker of pool.workers) this.set({ port: worker.port }, worker.streams);
		},
	});
	new Gauge({
		name: 'roomcast_media_routers',
		help: 'Routers of a media worker, one for each session that is on it, by port',
		labelNames: ['port'],
		registers,
		collect() {
			for (const worker of pool.workers) this.set({ port: worker.port }, worker.routers);
		},
	});
	new Gauge({
		name: 'roomcast_media_pipes',
		help: 'Streams and data channels that come to a media worker from another one, by port and by state: flowing, paused',
		labelNames: ['port', 'state'],
		registers,
		collect() {
			for (const { port, pipes } of pool.workers) {
				const flowing = [...pipes].filter((pipe) => pipe.flowing).length;
				this.set({ port, state: 'flowing' }, flowing);
				this.set({ port, state: 'paused' }, pipes.size - flowing);
			}
		},
	});
	new Gauge({
		name: 'roomcast_media_worker_cpu_seconds_total',
		help: 'CPU time of a media worker, by port',
		labelNames: ['port'],
		registers,
		async collect() {
			await Promise.all(
				pool.workers.map(async (worker) => {
					const time = await worker.cpuTime().catch(() => undefined);
					if (time !== undefined) this.set({ port: worker.port }, time / 1000);
				}),
			);
		},
	});
}
