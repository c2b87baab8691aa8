import { type Notification, serialize } from '../sessions/host/NotificationLog.ts';
import type { ClientSocket } from './ClientSocket.ts';
import type { UnsentBudget } from './UnsentBudget.ts';

/** Bytes that the socket holds before what follows waits here: a notification that waits is shared by all who get it. */
const SOCKET_HOLDS = 64 * 1024;
/** Bytes that a client may leave unread, in the socket and waiting, when there is more for it; one message may be larger. */
const MAX_UNSENT = 1024 * 1024;
/** ms that a client which does not read has to take the close frame, behind what it left unread. */
const CLOSE_GRACE = 5000;
/** How one is closed that does not read: a close code of our own (RFC 6455 section 7.4.2), and the reason. */
export const SLOW = { code: 4408, reason: 'client does not read' } as const;
/** What counts of a notification that waits, in bytes: its text is kept once, by the session. */
const REFERENCE = 64;

/**
 * What goes out on one WebSocket, in order. The socket gets no more than it can pass on soon: the rest waits here, and
 * notifications as references to what all of a session share. A client that does not read is closed with 4408, and what
 * the socket holds for it is given back soon after: a close frame that is never read has no answer.
 */
export class SendQueue {
	readonly #socket: ClientSocket;
	readonly #budget: UnsentBudget;
	readonly #onSlow: () => void;
	#waiting: (string | Notification)[] = [];
	/** Bytes that wait: of the texts, and of the memory that they take. */
	#waitingBytes = 0;
	#waitingMemory = 0;
	/** Bytes of a backlog that a client which is back gets at once: it has not left them unread. */
	#backlog = 0;
	#closed = false;

	/** @param onSlow the client is closed because it does not read */
	constructor(socket: ClientSocket, budget: UnsentBudget, onSlow: () => void) {
		this.#onSlow = onSlow;
		this.#socket = socket;
		this.#budget = budget;
		budget.add(this);
		socket.once('close', () => this.#giveBack());
	}

	/** Bytes of memory that it takes. */
	get held(): number {
		return this.#socket.bufferedAmount + this.#waitingMemory;
	}

	/** Sends a text, or a notification. One that is closed drops it. */
	send(message: string | Notification): void {
		if (this.#closed || this.#socket.readyState !== this.#socket.OPEN) return;
		// Before it is added: one message may be large.
		if (this.#socket.bufferedAmount + this.#waitingBytes > MAX_UNSENT + this.#backlog) {
			this.closeSlow();
			return;
		}
		this.#add(message);
		this.#budget.check(this);
	}

	/** The same for what a client missed, however much that is. */
	sendBacklog(messages: readonly Notification[]): void {
		for (const message of messages) {
			this.#backlog += lengthOf(message);
			this.#add(message);
		}
	}

	/** Hands everything to the socket, which is about to be closed. */
	flush(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#waitingMemory = 0;
		for (const message of waiting) this.#write(message);
	}

	/** Closes: it does not read. */
	closeSlow(): void {
		if (this.#closed) return;
		this.#giveBack();
		this.#budget.closedSlow();
		this.#onSlow();
		this.#socket.close(SLOW.code, SLOW.reason);
		setTimeout(() => this.#socket.terminate(), CLOSE_GRACE).unref();
	}

	#add(message: string | Notification): void {
		if (this.#waiting.length === 0 && this.#socket.bufferedAmount <= SOCKET_HOLDS) {
			this.#write(message);
			return;
		}
		this.#waiting.push(message);
		this.#waitingBytes += lengthOf(message);
		this.#waitingMemory += memoryOf(message);
	}

	#write(message: string | Notification): void {
		this.#socket.send(typeof message === 'string' ? message : serialize(message), this.#passOn);
	}

	/** The socket has passed something on. */
	readonly #passOn = (): void => {
		if (this.#waiting.length === 0 || this.#closed) return;
		let next = 0;
		while (next < this.#waiting.length && this.#socket.bufferedAmount <= SOCKET_HOLDS) {
			const message = this.#waiting[next++] as string | Notification;
			this.#waitingBytes -= lengthOf(message);
			this.#waitingMemory -= memoryOf(message);
			this.#write(message);
		}
		this.#waiting.splice(0, next);
		if (this.#waiting.length === 0) this.#backlog = 0;
	};

	#giveBack(): void {
		this.#closed = true;
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#waitingMemory = 0;
		this.#budget.delete(this);
	}
}

function lengthOf(message: string | Notification): number {
	return typeof message === 'string' ? message.length : message.data.length;
}

function memoryOf(message: string | Notification): number {
	return typeof message === 'string' ? message.length : REFERENCE;
}
