import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Database } from '../db/Database.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import type { AttemptListener } from './FileWork.ts';
import { backlog } from './fileStore.ts';

/**
 * What goes into storages and what waits, for `/metrics`.
 *
 * @returns what is called after each attempt
 */
export function registerStorageMetrics(
	registry: Registry,
	{ queries }: Pick<Database, 'queries'>,
	clock: Pick<QueueTime, 'now'>,
): AttemptListener {
	const registers = [registry];
	const attempts = new Counter({
		name: 'roomcast_storage_attempts_total',
		help: 'Attempts of this process to bring a file to its storage, by outcome: stored, retried, failed',
		labelNames: ['target', 'outcome'],
		registers,
	});
	const bytes = new Counter({
		name: 'roomcast_storage_stored_bytes_total',
		help: 'Bytes of the files that this process has brought to their storage',
		labelNames: ['target'],
		registers,
	});
	const duration = new Histogram({
		name: 'roomcast_storage_attempt_duration_seconds',
		help: 'How long attempts take that bring a file to its storage',
		buckets: [0.05, 0.25, 1, 5, 15, 60, 300, 1800],
		registers,
	});
	new Gauge({
		name: 'roomcast_storage_files_pending',
		help: 'Files in the database that wait for their storage',
		registers,
		async collect() {
			this.set((await backlog(queries)).pending);
		},
	});
	new Gauge({
		name: 'roomcast_storage_pending_age_seconds',
		help: 'How long the oldest file waits for its storage; 0 when none does',
		registers,
		async collect() {
			const { oldest } = await backlog(queries);
			this.set(oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1000);
		},
	});
	return (outcome, { target, size }, durationMs) => {
		attempts.inc({ target, outcome });
		duration.observe(durationMs / 1000);
		if (outcome === 'stored') bytes.inc({ target }, size);
	};
}
