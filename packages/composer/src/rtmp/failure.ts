import type { StreamFailure } from '@roomcast/contract/failures';
import { RtmpRefused } from './connection.ts';
import { CredentialsRefused } from './credentials.ts';
import { ClosedOnPublish } from './publish.ts';
import { redact } from './redact.ts';
import { RedirectFailed, RedirectRefused } from './redirect.ts';
import type { RtmpTarget } from './target.ts';

/**
 * Why a connection did not come about, for people. What is secret of the output may be in it: redact it before you show
 * it.
 */
export function describeFailure(error: unknown, target: RtmpTarget): string {
	if (error instanceof RedirectFailed) {
		const there = describeFailure(error.cause, error.target);
		// Its password is known here alone: the server that redirected has named it.
		return `${target.label} redirected, and ${redact(there, [error.target.credentials?.password ?? ''])}`;
	}
	const { code, message } = firstCause(error);
	if (error instanceof RtmpRefused) return `${target.label} refused: ${message}`;
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${target.label}: there is no host of this name`;
	if (code === 'ECONNREFUSED') return `${target.label}: nothing listens there`;
	if (isCertificateFailure(error)) return `${target.label}: its certificate is not valid: ${message}`;
	return `${target.label}: ${message}`;
}

/** Another try would bring the same. */
export function isFinalFailure(error: unknown): boolean {
	if (error instanceof RedirectFailed) return isFinalFailure(error.cause);
	const refusals = [RtmpRefused, CredentialsRefused, RedirectRefused];
	return refusals.some((refusal) => error instanceof refusal) || isCertificateFailure(error);
}

/** The server may not like the stream key, or may have gone in this very moment. */
export function isDoubtful(error: unknown): boolean {
	return (error instanceof RedirectFailed ? error.cause : error) instanceof ClosedOnPublish;
}

/** Which field of the output is to blame: a server that lets a publisher in and takes no stream refuses the key. */
export function fieldOf(error: unknown): 'url' | 'streamKey' {
	if (error instanceof RedirectFailed) return fieldOf(error.cause);
	const isKey = error instanceof ClosedOnPublish || (error instanceof RtmpRefused && /^NetStream\./.test(error.code));
	return isKey ? 'streamKey' : 'url';
}

/** Why a connection did not come about, for programs: what {@link describeFailure} says in words. */
export function reasonCodeOf(error: unknown): StreamFailure {
	if (error instanceof RedirectFailed) return reasonCodeOf(error.cause);
	const refusals = [RtmpRefused, CredentialsRefused, ClosedOnPublish];
	if (refusals.some((refusal) => error instanceof refusal)) return 'TARGET_REFUSED';
	if (error instanceof RedirectRefused) return 'TARGET_INVALID';
	return isCertificateFailure(error) ? 'TARGET_UNTRUSTED' : 'TARGET_UNREACHABLE';
}

function isCertificateFailure(error: unknown): boolean {
	return /CERT|ERR_TLS|UNABLE_TO_(GET|VERIFY)|SELF_SIGNED/.test(firstCause(error).code);
}

/** Several addresses of one host were tried: the first failure stands for all. */
function firstCause(error: unknown): { readonly code: string; readonly message: string } {
	const cause = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
	if (!(cause instanceof Error)) return { code: '', message: String(cause) };
	const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
	return { code, message: cause.message || code };
}
