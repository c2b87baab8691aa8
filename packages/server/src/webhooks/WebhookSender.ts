import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import { epochMs } from '../time/clock.ts';
import { VERSION } from '../version.ts';
import { shownUrl } from './addresses.ts';
import type { AttemptResult } from './outcome.ts';
import { type PostAnswer, post } from './post.ts';
import type { Secrets } from './Secrets.ts';
import type { SigningKey } from './SigningKey.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import { parseRetryAfter } from './schedule.ts';
import { standardHeaders } from './signatures.ts';

/** How long an endpoint may take to answer, in ms, the resolving of its name included. */
export const ATTEMPT_TIMEOUT_MS = 15_000;

export interface WebhookSenderOptions {
	readonly guard: TargetGuard;
	readonly secrets: Secrets;
	readonly signingKey: SigningKey;
	/** ms. */
	readonly timeout?: number;
	readonly now?: () => number;
}

/** Carries one message to its endpoint, once. Knows nothing of queues and schedules. */
export class WebhookSender {
	readonly #guard: TargetGuard;
	readonly #secrets: Secrets;
	readonly #signingKey: SigningKey;
	readonly #timeout: number;
	readonly #now: () => number;

	constructor({ guard, secrets, signingKey, timeout = ATTEMPT_TIMEOUT_MS, now = epochMs }: WebhookSenderOptions) {
		this.#guard = guard;
		this.#secrets = secrets;
		this.#signingKey = signingKey;
		this.#timeout = timeout;
		this.#now = now;
	}

	/**
	 * Try to deliver. Whatever the endpoint does is a result.
	 *
	 * @param stop ends the attempt
	 * @throws the reason of `stop`; and when the database does not tell the secrets
	 */
	async attempt(delivery: StoredDelivery, stop: AbortSignal): Promise<AttemptResult> {
		const body = Buffer.from(delivery.body);
		const headers = await this.#headers(delivery, body);
		const timeout = AbortSignal.timeout(this.#timeout);
		const signal = AbortSignal.any([stop, timeout]);
		try {
			const target = await until(signal, this.#guard.check(delivery.url, 'webhook'));
			return this.#answered(await post(target, headers, body, signal));
		} catch (error) {
			stop.throwIfAborted();
			this.#guard.noteUnanswered(error, delivery.keyId);
			if (error instanceof TargetRefused && error.lasting) return { kind: 'refused', reason: error.message };
			const reason = timeout.aborted ? `no answer within ${this.#timeout / 1000} s` : reasonOf(error);
			return { kind: 'unanswered', reason };
		}
	}

	async #headers({ id, keyId, body: text }: StoredDelivery, body: Buffer): Promise<Record<string, string>> {
		const message = { id, timestamp: Math.floor(this.#now() / 1000), body: text };
		const [secrets, signature] = await Promise.all([this.#secrets.signing(keyId), this.#signingKey.sign(body)]);
		return {
			'content-type': 'application/json',
			'user-agent': `Roomcast/${VERSION}`,
			...standardHeaders(message, secrets),
			'videosdk-signature': signature,
		};
	}

	#answered({ status, headers }: PostAnswer): AttemptResult {
		const { location } = headers;
		return {
			kind: 'answered',
			status,
			retryAfter: status === 429 || status === 503 ? parseRetryAfter(headers['retry-after'], this.#now()) : undefined,
			location: location === undefined ? undefined : shownUrl(location).slice(0, 256),
		};
	}
}

/** What the work comes to, unless the signal comes first. */
async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	const aborted = Promise.withResolvers<never>();
	const abort = () => aborted.reject(signal.reason);
	signal.addEventListener('abort', abort);
	if (signal.aborted) abort();
	try {
		return await Promise.race([work, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/** Several addresses that were tried in vain are one error, whose own message is empty. */
function reasonOf(error: unknown): string {
	if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
	return error instanceof Error ? error.message : String(error);
}
