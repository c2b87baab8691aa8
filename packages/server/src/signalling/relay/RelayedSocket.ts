import { EventEmitter } from 'node:events';
import { type BusChannel, LOST } from '../../cluster/bus/BusChannel.ts';
import type { ClientSocket } from '../ClientSocket.ts';

/** The client at the other node does not answer: a close code of our own (RFC 6455 section 7.4.2). */
export const SILENT = 4410;

/** The events of a `ClientSocket`. */
interface RelayedSocketEvents {
	message: [Buffer, boolean];
	pong: [];
	silent: [];
	close: [];
	error: [Error];
}

/** The WebSocket of a client at another node, which relays it here: pings stay between the client and that node. */
export class RelayedSocket extends EventEmitter<RelayedSocketEvents> implements ClientSocket {
	readonly OPEN = 1;
	#readyState = this.OPEN;
	readonly #channel: BusChannel;
	/** Who waits until something was passed on. */
	#waiting: (() => void)[] = [];

	constructor(channel: BusChannel) {
		super();
		this.#channel = channel;
		channel.on('message', (message, binary) => {
			if (this.#readyState === this.OPEN) this.emit('message', message, binary);
		});
		channel.on('drain', () => this.#passedOn());
		channel.on('closed', (code) => {
			this.#readyState = 3;
			this.#passedOn();
			// The client may be there still, and will try another node.
			if (code === LOST || code === SILENT) this.emit('silent');
			this.emit('close');
		});
	}

	get readyState(): number {
		return this.#readyState;
	}

	get bufferedAmount(): number {
		return this.#channel.unsent;
	}

	send(message: string, passedOn: () => void): void {
		this.#channel.send(message);
		if (this.#channel.unsent > 0) this.#waiting.push(passedOn);
		else queueMicrotask(passedOn);
	}

	/** The other node would have closed the way to a client that does not answer. */
	ping(): void {
		if (this.#readyState === this.OPEN) queueMicrotask(() => this.emit('pong'));
	}

	close(code: number, reason: string): void {
		if (this.#readyState === this.OPEN) this.#readyState = 2;
		this.#channel.close(code, reason);
	}

	terminate(): void {
		this.#channel.terminate();
	}

	#passedOn(): void {
		for (const passedOn of this.#waiting.splice(0)) passedOn();
	}
}
