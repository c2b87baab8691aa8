import type { DeliveryAttempt, DeliveryState } from '@roomcast/contract';

/** A message to one endpoint, as it is kept. */
export interface StoredDelivery {
	/** 24 hexadecimal characters; the `webhook-id`. */
	readonly id: string;
	/** The tenant. */
	readonly keyId: string;
	readonly roomId: string | null;
	readonly sessionId: string | null;
	/** Id of the recording or stream that it is about. */
	readonly resourceId: string | null;
	readonly event: string;
	readonly url: string;
	/** The URL without credentials, query and fragment. */
	readonly shownUrl: string;
	/** JSON; exactly what every attempt sends. */
	readonly body: string;
	readonly queueId: string;
	/** Its place in the queue. */
	readonly sequence: number;
	readonly state: DeliveryState;
	/** Attempts since it was queued. */
	readonly tries: number;
	/** When it was made, or replayed. */
	readonly queuedAt: Date;
	/** Earliest moment of the next attempt; null when there is none. */
	readonly nextAt: Date | null;
	/** The oldest first. */
	readonly attempts: readonly DeliveryAttempt[];
	readonly createdAt: Date;
}
