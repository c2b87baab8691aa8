import type { DeliveryState } from '@roomcast/contract';
import { nextAttempt } from './schedule.ts';

/** What came of one attempt. */
export type AttemptResult =
	| {
			/** The endpoint answered with this status. */
			readonly kind: 'answered';
			readonly status: number;
			/** How long it asks to wait, in ms. */
			readonly retryAfter?: number | undefined;
			/** Where it redirects to, without what may be secret in it. */
			readonly location?: string | undefined;
	  }
	/** The server does not call that URL. */
	| { readonly kind: 'refused'; readonly reason: string }
	/** There was no answer. */
	| { readonly kind: 'unanswered'; readonly reason: string };

/** What it means for the message. */
export interface Outcome {
	readonly state: DeliveryState;
	/** Epoch ms; null unless it is `pending`. */
	readonly nextAt: number | null;
	readonly status: number | null;
	/** For the log of the delivery. */
	readonly error: string | null;
}

/**
 * What follows from an attempt. 2xx is success and 410 the end (Standard Webhooks, "Delivery attempts"). All else is
 * tried again, other 4xx too: they mostly mean a receiver that is being deployed or has lost its configuration.
 */
export function outcomeOf(
	result: AttemptResult,
	progress: { readonly tries: number; readonly queuedAt: number; readonly now: number },
	random: number,
): Outcome {
	if (result.kind === 'refused') return { state: 'refused', nextAt: null, status: null, error: result.reason };
	const retry = (status: number | null, error: string, retryAfter?: number): Outcome => {
		const nextAt = nextAttempt({ ...progress, retryAfter }, random);
		return { state: nextAt === undefined ? 'failed' : 'pending', nextAt: nextAt ?? null, status, error };
	};
	if (result.kind === 'unanswered') return retry(null, result.reason);
	const { status, retryAfter, location } = result;
	if (status >= 200 && status < 300) return { state: 'delivered', nextAt: null, status, error: null };
	if (status === 410)
		return { state: 'disabled', nextAt: null, status, error: 'the endpoint is gone (410): it gets nothing more' };
	if (status >= 300 && status < 400)
		return retry(status, `redirects are not followed${location === undefined ? '' : ` (to ${location})`}`);
	return retry(status, `the endpoint answered ${status}`, retryAfter);
}
