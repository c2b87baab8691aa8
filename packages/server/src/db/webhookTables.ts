import type { Generated } from 'kysely';
import type { JsonText, Millis } from './types.ts';

/** The number of the last message of each room. Its row is locked by who adds one, so numbers are committed in order. */
export interface WebhookSequencesTable {
	/** API key and room, as a hash. */
	scope: string;
	last: number;
	updated_at: Millis;
}

/**
 * A queue: the messages of one room to one endpoint, of which one is on its way at a time. A message that is replayed
 * gets a queue of its own.
 */
export interface WebhookQueuesTable {
	id: string;
	/** API key and URL, as a hash: what shares the limit of simultaneous requests. */
	endpoint: string;
	/** When its first message is due; null when it is empty. */
	next_at: Millis | null;
	/** Who works on it now, and until when that holds. */
	claim: string | null;
	claimed_until: Generated<Millis>;
	/** Since when its endpoint is gone (410). */
	disabled_at: Millis | null;
	updated_at: Millis;
}

export interface WebhookDeliveriesTable {
	id: string;
	key_id: string;
	room_id: string | null;
	session_id: string | null;
	/** What it is about: recording, stream, … */
	resource_id: string | null;
	event: string;
	url: string;
	/** The URL without what may be secret in it. */
	shown_url: string;
	/** Exactly what is sent. */
	body: JsonText;
	queue_id: string;
	/** Its place in the queue. */
	sequence: number;
	state: string;
	/** Attempts since it was queued: its place in the schedule. */
	tries: Generated<number>;
	/** When it was queued: at first `created_at`, later the moment of the replay. */
	queued_at: Millis;
	/** Earliest moment of the next attempt; null when it is not pending. */
	next_at: Millis | null;
	/** The log, as an array of JSON. */
	attempts: Generated<JsonText>;
	created_at: Millis;
}

/** The secrets that sign the messages of a key. */
export interface WebhookSecretsTable {
	key_id: string;
	secret: string;
	previous: string | null;
	previous_until: Millis | null;
}

/** The RSA key pair of the installation: one row. */
export interface WebhookSigningKeyTable {
	id: number;
	private_key: string;
	public_key: string;
	created_at: Millis;
}

export interface WebhookTables {
	webhook_sequences: WebhookSequencesTable;
	webhook_queues: WebhookQueuesTable;
	webhook_deliveries: WebhookDeliveriesTable;
	webhook_secrets: WebhookSecretsTable;
	webhook_signing_key: WebhookSigningKeyTable;
}
