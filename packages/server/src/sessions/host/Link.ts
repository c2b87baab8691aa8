/** A participant's connection, as the session sees it: somewhere to send text. */
export interface Link {
	/** Queues a text for the client. Never throws; a closed link drops it. */
	send(text: string): void;
	/** Closes the connection (RFC 6455 close code and reason). */
	close(code: number, reason: string): void;
}
