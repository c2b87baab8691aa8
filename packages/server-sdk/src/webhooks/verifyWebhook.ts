import type { WebhookMessage } from '../contract/webhookMessages.ts';
import { WebhookError } from '../errors/WebhookError.ts';
import { epochSeconds } from '../time/clock.ts';

/** A webhook as it arrived. */
export interface ReceivedWebhook {
	/** The body exactly as it arrived: JSON that was parsed and written again may differ. */
	readonly body: string | Uint8Array;
	/** Those of `Request`, or the object of Node.js. */
	readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
	/** `whsec_…`, of `webhooks.getSecret()`; several while you change it. */
	readonly secret: string | readonly string[];
	/** Seconds by which the time of the message may differ from your clock; default: 300. */
	readonly tolerance?: number;
}

/** A message that comes from your server. */
export type VerifiedWebhook = WebhookMessage & {
	/** The same on every attempt: skip messages whose id you have processed. */
	readonly id: string;
};

const TOLERANCE = 300;

/**
 * Checks the signature and the time of a webhook (Standard Webhooks 1.0), and returns its message.
 *
 * @throws WebhookError if it does not come from your server, or not now; TypeError for a secret that is none
 */
export async function verifyWebhook(received: ReceivedWebhook): Promise<VerifiedWebhook> {
	const { headers, secret, tolerance = TOLERANCE } = received;
	const id = need(headers, 'webhook-id');
	const timestamp = need(headers, 'webhook-timestamp');
	const signatures = need(headers, 'webhook-signature').split(' ');
	if (!/^\d+$/.test(timestamp)) throw new WebhookError('`webhook-timestamp` is not a number of seconds');
	if (Math.abs(epochSeconds() - Number(timestamp)) > tolerance)
		throw new WebhookError(`\`webhook-timestamp\` differs by more than ${tolerance} s from this clock`);
	const body = typeof received.body === 'string' ? received.body : new TextDecoder().decode(received.body);
	const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
	const secrets = typeof secret === 'string' ? [secret] : secret;
	for (const one of secrets) if (await fits(one, signatures, signed)) return { id, ...parsed(body) };
	throw new WebhookError('No signature of the message was made with this secret');
}

/** The comparison is Web Crypto's, which takes the same time for every signature. */
async function fits(secret: string, signatures: readonly string[], signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
	const bytes = secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : undefined;
	if (bytes === undefined || bytes.length === 0)
		throw new TypeError('`secret` must be `whsec_` and base64, as the server answers it');
	const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
	for (const signature of signatures) {
		const given = signature.startsWith('v1,') ? fromBase64(signature.slice('v1,'.length)) : undefined;
		if (given !== undefined && (await crypto.subtle.verify('HMAC', key, given, signed))) return true;
	}
	return false;
}

function need(headers: ReceivedWebhook['headers'], name: string): string {
	const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
	if (typeof value !== 'string' || value === '') throw new WebhookError(`The header \`${name}\` is missing`);
	return value;
}

/** Undefined for what is not base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}

function parsed(body: string): WebhookMessage {
	try {
		return JSON.parse(body);
	} catch {
		throw new WebhookError('The body is not JSON');
	}
}
