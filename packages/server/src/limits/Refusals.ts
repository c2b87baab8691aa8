import { RoomcastError } from '@roomcast/contract';
import { Counter, type Registry } from 'prom-client';

/** Why something was refused before it was looked at. */
export const REFUSALS = {
	address: 'too many requests without a verified token of one address',
	token: 'too many requests of one token',
	key: 'too many requests of one API key',
	token_joins: 'too many joins of one token',
	key_joins: 'too many joins of one API key',
	participant: 'too many messages of one participant',
	connections: 'too many connections of one address',
	size: 'a body or message that is too large',
	slow: 'a request that did not come in time',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** Counts what was refused, by reason. */
export class Refusals {
	readonly #counter: Counter<'reason'>;

	constructor(registry: Registry) {
		this.#counter = new Counter({
			name: 'roomcast_refused_total',
			help: `What was refused, by reason: ${Object.entries(REFUSALS)
				.map(([reason, text]) => `${reason} (${text})`)
				.join(', ')}`,
			labelNames: ['reason'],
			registers: [registry],
		});
		for (const reason of Object.keys(REFUSALS)) this.#counter.inc({ reason }, 0);
	}

	count(reason: Refusal): void {
		this.#counter.inc({ reason });
	}

	/**
	 * The refusal of what came too often, counted.
	 *
	 * @param wait ms until it may come again
	 * @param details who may do what how often
	 */
	tooMany(reason: Refusal, wait: number, details: string): RoomcastError {
		this.count(reason);
		const retryAfter = Math.max(1, Math.ceil(wait / 1000));
		return new RoomcastError('TOO_MANY_REQUESTS', `${details}; wait ${retryAfter} s`, { retryAfter });
	}
}
