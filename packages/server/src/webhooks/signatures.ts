import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

/** What is signed. */
export interface SignedMessage {
	readonly id: string;
	/** Of this attempt, in whole seconds since 1970. */
	readonly timestamp: number;
	readonly body: string;
}

/**
 * The headers of Standard Webhooks (specification, "Webhook Headers (sending metadata to consumers)").
 *
 * @param secrets `whsec_…`, all that are in force; each signs
 */
export function standardHeaders(message: SignedMessage, secrets: readonly string[]): Record<string, string> {
	return {
		'webhook-id': message.id,
		'webhook-timestamp': `${message.timestamp}`,
		'webhook-signature': secrets.map((secret) => `v1,${sign(message, secret)}`).join(' '),
	};
}

function sign({ id, timestamp, body }: SignedMessage, secret: string): string {
	const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
	return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}

/** A secret of these random bytes, in the form that the receivers' libraries take. */
export function toSecret(bytes: Buffer): string {
	return SECRET_PREFIX + bytes.toString('base64');
}
