import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { TargetRefused } from './TargetGuard.ts';

/** Counts targets that are refused, and writes them down: what a name leads to is in the log alone. */
export function watchRefusals(registry: Registry, logger: Logger): (refused: TargetRefused) => void {
	const counter = new Counter({
		name: 'roomcast_targets_refused_total',
		help: 'URLs that callers gave and that this process did not call, by what they were for',
		labelNames: ['what'],
		registers: [registry],
	});
	return ({ message, refusal: { kind, host, address } }) => {
		counter.inc({ what: kind });
		logger.info({ what: kind, host, address, reason: message }, 'target refused');
	};
}
