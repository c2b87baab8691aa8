import { isIPv6 } from 'node:net';
import type { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import { TargetRefused } from '../net/TargetGuard.ts';
import { ERROR_EVENTS, SECURITY_EVENTS, type SecurityEventKind } from './events.ts';
import { factsOf, type SecurityFacts } from './facts.ts';
import { plainText } from './plainText.ts';
import { Sampler } from './Sampler.ts';
import { targetFacts } from './targetFacts.ts';

export interface SecurityLogOptions {
	readonly logger: Logger;
	readonly registry: Registry;
	/** ms, monotonic. */
	readonly now?: () => number;
}

/** Lines of one kind and error from one address (or about one key) in an interval; one more line counts those beyond. */
export const LINES_PER_SOURCE = 10;
/** Lines of one kind from all addresses in an interval. */
export const LINES_PER_KIND = 500;
/** ms for which lines are counted. */
export const SAMPLE_INTERVAL = 60_000;
const MOST_SOURCES = 10_000;
const DRAIN_INTERVAL = 5_000;

interface Line {
	readonly kind: SecurityEventKind;
	readonly facts: SecurityFacts;
}

/**
 * The security log: one line, at level `warn`, for each event of `SECURITY_EVENTS`, with who it was as far as that is
 * known. A flood gets few lines and one that counts the others; `roomcast_security_events_total` counts all of them.
 */
export class SecurityLog {
	readonly #logger: Logger;
	readonly #counter: Counter<'kind'>;
	readonly #ofSources: Sampler<Line>;
	readonly #ofKinds: Sampler<Line>;
	readonly #timer: NodeJS.Timeout;

	constructor({ logger, registry, now = () => performance.now() }: SecurityLogOptions) {
		this.#logger = logger;
		this.#counter = new Counter({
			name: 'roomcast_security_events_total',
			help: 'Security events, by kind; also those that were left out of the log under flood',
			labelNames: ['kind'],
			registers: [registry],
		});
		for (const kind of Object.keys(SECURITY_EVENTS)) this.#counter.inc({ kind }, 0);
		const shared = { interval: SAMPLE_INTERVAL, mostSources: MOST_SOURCES, now };
		this.#ofSources = new Sampler({ ...shared, budget: LINES_PER_SOURCE });
		this.#ofKinds = new Sampler({ ...shared, budget: LINES_PER_KIND });
		this.#timer = setInterval(() => this.#drain(false), DRAIN_INTERVAL);
		this.#timer.unref();
	}

	/** Write down that something happened. Never throws. */
	report(kind: SecurityEventKind, facts: SecurityFacts): void {
		this.#counter.inc({ kind });
		const line = { kind, facts: shown(facts) };
		const source = facts.address === undefined ? `key ${facts.keyId ?? ''}` : networkOf(facts.address);
		if (this.#ofSources.take(kind, `${kind} ${facts.error ?? facts.closeCode} ${source}`, line)) this.#ofKind(line);
	}

	/**
	 * Write down that an error is answered, if it is a security event.
	 *
	 * @param facts what the one who answers knows; what was noted of the error by `noteFacts` is added
	 */
	refused(error: RoomcastError, facts: SecurityFacts): void {
		const { cause } = error;
		const target = cause instanceof TargetRefused ? targetFacts(cause) : undefined;
		const kind = target === undefined ? ERROR_EVENTS[error.error] : 'target-refused';
		if (kind === undefined) return;
		this.report(kind, { ...facts, ...factsOf(error), error: error.error, reason: error.details, ...target });
	}

	/** Writes down what was held back, and ends. */
	close(): void {
		clearInterval(this.#timer);
		this.#drain(true);
	}

	#drain(all: boolean): void {
		for (const { count, last } of this.#ofSources.drain(all)) this.#ofKind(last, count);
		for (const { count, last } of this.#ofKinds.drain(all)) this.#write({ kind: last.kind, facts: {} }, count);
	}

	#ofKind(line: Line, suppressed?: number): void {
		if (this.#ofKinds.take(line.kind, line.kind, line, suppressed)) this.#write(line, suppressed);
	}

	/** @param suppressed how many more there were like this one: the line stands for them */
	#write({ kind, facts }: Line, suppressed?: number): void {
		const count = suppressed === undefined ? {} : { suppressed };
		this.#logger.warn({ securityEvent: kind, ...facts, ...count }, SECURITY_EVENTS[kind].title);
	}
}

/** Facts as they stand in a line: nothing that is not known, no text that does more than be read. */
function shown(facts: SecurityFacts): SecurityFacts {
	return Object.fromEntries(
		Object.entries(facts).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, typeof value === 'string' ? plainText(value) : value]],
		),
	);
}

/** Whose lines are counted together: an IPv4 address, or the /64 that one subscriber has of IPv6 (RFC 6177). */
function networkOf(address: string): string {
	if (!isIPv6(address) || address.includes('.')) return address;
	const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
	const first = head === '' ? [] : head.split(':');
	const last = tail === undefined || tail === '' ? [] : tail.split(':');
	const groups = [...first, ...Array(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
	return groups.slice(0, 4).join(':');
}
