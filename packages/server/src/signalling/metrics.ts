import { Counter, type Registry } from 'prom-client';

/** What happens to connections, for `/metrics`. @returns what is called when a client is closed that does not read */
export function registerSignallingMetrics(registry: Registry): () => void {
	const slow = new Counter({
		name: 'roomcast_slow_readers_closed_total',
		help: 'WebSockets closed with 4408 because their client did not read what was sent',
		registers: [registry],
	});
	return () => slow.inc();
}
