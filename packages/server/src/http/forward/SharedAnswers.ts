import type { ForwardedAnswer } from './messages.ts';

interface Kept {
	readonly answer: Promise<ForwardedAnswer>;
	/** `performance.now()`; undefined while it is on its way. */
	until: number | undefined;
	bytes: number;
}

/** Bytes of answers that are kept. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Seconds that an answer is kept at most, whatever it allows: players have moved on by then. */
const MAX_SECONDS = 60;

/**
 * What other nodes answered, for all who ask the same: one fetch for each, however many viewers there are. Answers are kept as
 * long as they allow shared caches (RFC 9111 section 5.2.2).
 */
export class SharedAnswers {
	/** The one that was used last at the end. */
	readonly #kept = new Map<string, Kept>();
	#bytes = 0;

	/** @param fetch is called when nobody has asked yet, or what is kept is too old */
	async get(key: string, fetch: () => Promise<ForwardedAnswer>): Promise<ForwardedAnswer> {
		const known = this.#kept.get(key);
		if (known !== undefined && (known.until === undefined || known.until > performance.now())) {
			this.#kept.delete(key);
			this.#kept.set(key, known);
			return known.answer;
		}
		this.#forget(key);
		const kept: Kept = { answer: fetch(), until: undefined, bytes: 0 };
		this.#kept.set(key, kept);
		try {
			const answer = await kept.answer;
			kept.until = performance.now() + 1000 * sharedSeconds(answer);
			kept.bytes = answer.body.length;
			this.#bytes += kept.bytes;
			this.#makeRoom();
			return answer;
		} catch (error) {
			this.#forget(key);
			throw error;
		}
	}

	#makeRoom(): void {
		const now = performance.now();
		for (const [key, { until }] of this.#kept) {
			if (until !== undefined && (until <= now || this.#bytes > MAX_BYTES)) this.#forget(key);
		}
	}

	#forget(key: string): void {
		this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
		this.#kept.delete(key);
	}
}

function sharedSeconds({ status, headers }: ForwardedAnswer): number {
	if (status !== 200 && status !== 206) return 0;
	const rules = headers.find(([name]) => name === 'cache-control')?.[1] ?? '';
	if (!/\bpublic\b/.test(rules)) return 0;
	const [, seconds] = /\bs-maxage=(\d+)/.exec(rules) ?? /\bmax-age=(\d+)/.exec(rules) ?? [];
	return Math.min(Number(seconds ?? 0), MAX_SECONDS);
}
