import type { Notification } from './NotificationLog.ts';

/** How a connection is closed whose session goes on on another server (RFC 6455 section 7.4.1: service restart). */
export const MOVED = { code: 1012, reason: 'the session continues on another server' } as const;

/** A participant's connection, as the session sees it: somewhere to send to. */
export interface Link {
	/** Of the node that the client reached; undefined where nodes have none. */
	readonly region?: string | undefined;
	/** Queues a notification, or the text of a reply, for the client. Never throws; a closed link drops it. */
	send(message: string | Notification): void;
	/** The same for what a client missed, however much that is. */
	sendBacklog(missed: readonly Notification[]): void;
	/** Closes the connection (RFC 6455 close code and reason). */
	close(code: number, reason: string): void;
}
