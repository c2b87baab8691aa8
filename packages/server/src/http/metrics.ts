import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { droppedLines } from '../log/logger.ts';
import type { App } from './App.ts';

/** Metrics of this process; every part adds its own to the registry. */
export function createRegistry(): Registry {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	new Counter({
		name: 'roomcast_log_lines_dropped_total',
		help: 'Lines of the log that were dropped: the disk was full, or nobody read them',
		registers: [registry],
		collect() {
			this.reset();
			this.inc(droppedLines());
		},
	});
	return registry;
}

/** Count and time every HTTP request, by method, route pattern and status. */
export function registerHttpMetrics(app: App, registry: Registry): void {
	const duration = new Histogram({
		name: 'roomcast_http_request_duration_seconds',
		help: 'Duration of HTTP requests, by method, route and status',
		labelNames: ['method', 'route', 'status'],
		buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
		registers: [registry],
	});
	app.addHook('onResponse', async (request, reply) => {
		// The pattern, not the path: a label value per room would never end.
		const route = request.routeOptions.url ?? 'none';
		duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
	});
}
