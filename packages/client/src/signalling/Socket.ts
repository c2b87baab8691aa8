import { SUBPROTOCOL } from '@roomcast/contract/signalling/envelope';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import { type Incoming, readMessage } from './messages.ts';

/** Events of a {@link Socket}. */
export interface SocketEvents {
	message: [Incoming];
	/** Once, however it came to an end. */
	close: [{ code: number; reason: string }];
}

/** One WebSocket, from its opening to its end; it never comes back. Reads and checks what arrives. */
export class Socket extends Emitter<SocketEvents> {
	readonly #socket: WebSocket;
	#closed = false;

	constructor(url: string) {
		super();
		this.#socket = new WebSocket(url, SUBPROTOCOL);
		this.#socket.onmessage = ({ data }) => this.#handleMessage(String(data));
		this.#socket.onclose = ({ code, reason }) => this.#end(code, reason);
	}

	get closed(): boolean {
		return this.#closed;
	}

	send(message: object): void {
		if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
	}

	/**
	 * Ends it now. A dead connection would let the browser wait for the closing handshake, so `close` is emitted at once.
	 */
	close(reason: string): void {
		if (this.#closed) return;
		this.#socket.onmessage = null;
		this.#socket.onclose = null;
		this.#socket.close(1000);
		this.#end(1000, reason);
	}

	#handleMessage(text: string): void {
		const message = readMessage(text);
		if ('invalid' in message) logger.error(`The server sent an invalid message: ${message.invalid}`);
		else this.emit('message', message);
	}

	#end(code: number, reason: string): void {
		if (this.#closed) return;
		this.#closed = true;
		this.emit('close', { code, reason });
	}
}
