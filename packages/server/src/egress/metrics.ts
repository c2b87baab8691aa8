import { Counter, type Registry } from 'prom-client';

/**
 * What goes wrong with captures, for `/metrics`.
 *
 * @returns counts a capture that ran without its session
 */
export function registerCaptureMetrics(registry: Registry): () => void {
	const strays = new Counter({
		name: 'roomcast_captures_without_session_total',
		help: 'Captures that were found running without their session or participant, and were ended: a fault of this server',
		registers: [registry],
	});
	return () => strays.inc();
}
