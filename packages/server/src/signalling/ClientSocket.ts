/**
 * What a connection needs of a WebSocket of `ws`: the client's own, or one that another node relays.
 *
 * Its events are those of `ws`; after `silent` comes `close`.
 */
export interface ClientSocket {
	readonly OPEN: number;
	readonly readyState: number;
	/** Bytes that were sent and not passed on yet. */
	readonly bufferedAmount: number;
	on(event: 'message', listener: (message: Buffer, binary: boolean) => void): unknown;
	on(event: 'pong' | 'close' | 'silent', listener: () => void): unknown;
	on(event: 'error', listener: (error: Error) => void): unknown;
	once(event: 'close', listener: () => void): unknown;
	/** @param passedOn called when the message has left this process, or never will */
	send(message: string, passedOn: () => void): void;
	ping(): void;
	/** Closes with a code of RFC 6455 section 7.4, after what was sent. */
	close(code: number, reason: string): void;
	/** Closes at once. */
	terminate(): void;
}
