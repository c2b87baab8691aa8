import type { NotificationData } from '@roomcast/contract/signalling/notifications';
import type { RequestData, RequestName, RequestReply } from '@roomcast/contract/signalling/requests';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import { type ConnectionTimes, TIMES } from './connectionTimes.ts';
import { keepTrying } from './keepTrying.ts';
import type { Incoming, Notification } from './messages.ts';
import { PendingRequests } from './PendingRequests.ts';
import { Socket } from './Socket.ts';
import { Watchdog } from './Watchdog.ts';

/** What the server says first on every socket. */
export type Welcome = NotificationData<'welcome'>;

/** Sends some kinds of requests and promises their reply; rejects with a MeetingError. */
export type RequestOf<R extends RequestName> = <N extends R>(
	method: N,
	data: RequestData<N>,
) => Promise<RequestReply<N>>;
/** Sends any request. */
export type Request = RequestOf<RequestName>;

/** Events of a {@link Connection}. */
export interface ConnectionEvents {
	notification: [Notification];
	/** The socket of a session broke; the connection is being brought back. */
	lost: [reason: string];
	/** The session goes on, on a new socket; what was missed follows. */
	resumed: [];
	/** The server is back but the session is over: join again on the open socket. */
	expired: [Welcome];
	/** A socket broke outside of a session: a guest who waits on it has to ask again. */
	dropped: [];
	/** No socket for too long; the connection is closed. */
	'gave-up': [];
}

/** What the connection asks of the server by itself. @internal */
export type ConnectionRequests = 'resume';

/** Requests that belong to no session. */
const OUTSIDE: ReadonlySet<RequestName> = new Set(['join', 'ask-entry', 'resume', 'leave', 'test-call']);

/** Why a request failed with its socket; never leaves this folder's callers. */
export const CONNECTION_LOST = 'the connection broke';

/**
 * The signalling connection of a meeting: requests and notifications over a WebSocket that is replaced when it breaks.
 * Within a session ({@link startSession}) a new socket continues where the old one ended: missed notifications come,
 * unanswered requests are sent again under their old number, which the server answers once.
 */
export class Connection extends Emitter<ConnectionEvents> {
	readonly #url: string;
	readonly #times: ConnectionTimes;
	readonly #pending = new PendingRequests();
	readonly #watchdog = new Watchdog(
		() => this.#probe(),
		(silence) => this.#socket?.close(`no message arrived for ${silence} ms`),
	);
	#socket: Socket | null = null;
	#welcome: Promise<Welcome> | null = null;
	#resumeToken: string | null = null;
	#lastSeq = 0;
	/** Notifications that wait for {@link startSession}; null: they are delivered as they come. */
	#held: Notification[] | null = null;
	#ready = false;
	/** Somebody waits on this socket to be let in. */
	#asked = false;
	/** A `join` or `resume` is with the server: we may be in without knowing. */
	#entering = false;
	#closed = false;
	#skipPause: (() => void) | null = null;
	/** The network came back during an attempt: should it fail, the next one is made at once. */
	#skipNextPause = false;
	#idle: ReturnType<typeof setTimeout> | undefined;

	constructor(url: string, times: Partial<ConnectionTimes> = {}) {
		super();
		this.#url = url;
		this.#times = { ...TIMES, ...times };
	}

	/** Of the server. */
	get url(): string {
		return this.#url;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Whether requests go out now; else they wait for the connection to be back. */
	get ready(): boolean {
		return this.#ready;
	}

	/**
	 * Connects, or gives the connection there is. Tries again until {@link ConnectionTimes.connect} is over.
	 *
	 * @throws MeetingError 3047 when the server cannot be reached
	 */
	connect(): Promise<Welcome> {
		this.#welcome ??= this.#establish(this.#times.connect).catch((error) => {
			this.#welcome = null;
			throw error;
		});
		return this.#welcome;
	}

	/**
	 * Sends a request. Within a session it survives the socket; `join` does not. Between two sessions what belongs to a
	 * session waits for the next one.
	 *
	 * @throws MeetingError what the server refused; 3079 without an answer; 3056 when the session ended before
	 */
	request: Request = async (method, data) => {
		if (this.#closed) throw MeetingError.of('ERROR_OPERATION_ABORTED', `"${method}"`);
		if (method === 'join') this.#held = [];
		if (method === 'ask-entry') this.#asked = true;
		if (OUTSIDE.has(method)) clearTimeout(this.#idle);
		const lasting = this.#resumeToken !== null || !OUTSIDE.has(method);
		const { message, reply } = this.#pending.add(method, data, lasting, this.#times.request);
		if (method === 'join') this.#entersUntil(reply);
		if (this.#ready || !lasting) this.#send(message);
		return reply as Promise<never>;
	};

	/**
	 * A `join` was answered: from now on sockets are resumed, and the notifications that came since are delivered. Call
	 * it when what the reply holds is in place.
	 */
	startSession(resumeToken: string): void {
		if (this.#closed) return;
		this.#resumeToken = resumeToken;
		this.#entering = false;
		this.#ready = true;
		this.#sendLasting();
		const held = this.#held ?? [];
		this.#held = null;
		for (const notification of held) this.#deliver(notification);
	}

	/** Something says that the network changed: find out within `timeout` ms whether the socket lives. */
	probe(timeout: number): void {
		if (this.#ready) this.#watchdog.check(timeout);
		else if (this.#skipPause) this.#skipPause();
		else this.#skipNextPause = true;
	}

	/** Says good-bye without waiting (the page goes away), and ends the connection. */
	leaveNow(): void {
		if (this.#ready || this.#asked) this.#sayGoodbye();
		this.close();
	}

	/** Leaves the session: the next one gets a socket of its own. */
	endSession(): void {
		this.#sayGoodbye();
		const socket = this.#socket;
		this.#ready = false;
		this.#handleClose('left');
		this.#forget();
		socket?.close('left');
	}

	/** Ends the connection. A join that is under way ends on the server too. */
	close(): void {
		if (this.#closed) return;
		if (this.#entering) this.#sayGoodbye();
		this.#closed = true;
		this.#ready = false;
		this.#watchdog.stop();
		clearTimeout(this.#idle);
		this.#skipPause?.();
		this.#pending.reject('all', MeetingError.of('ERROR_OPERATION_ABORTED'));
		this.#socket?.close('closed by the client');
	}

	#sayGoodbye(): void {
		this.#entering = false;
		const { message, reply } = this.#pending.add('leave', {}, false, this.#times.request);
		reply.catch(() => {});
		this.#send(message);
	}

	/** The server may let us in until it answers otherwise. */
	#entersUntil(reply: Promise<unknown>): void {
		this.#entering = true;
		reply.catch(() => {
			this.#entering = false;
		});
	}

	/** Something that is always answered, whether there is a session or not. */
	#probe(): void {
		const { message, reply } = this.#pending.add('resume-consumers', { consumerIds: [] }, false, this.#times.request);
		reply.catch(() => {});
		this.#send(message);
	}

	/** What waited for a session, or for its socket to be replaced. */
	#sendLasting(): void {
		for (const { id, method, data } of this.#pending.lasting()) this.#send({ id, method, data } as never);
	}

	#send(message: { id: number; method: string }): void {
		logger.debug(`→ ${message.id} ${message.method}`);
		this.#watchdog.expect(this.#times.silence);
		this.#socket?.send(message);
	}

	/** Attempts until a socket welcomes. @param within ms in all */
	async #establish(within: number): Promise<Welcome> {
		const until = performance.now() + within;
		for (let attempt = 0; ; attempt++) {
			const pause = this.#times.pause(attempt);
			if (performance.now() + pause > until) throw MeetingError.of('ERROR_UNABLE_TO_JOIN_MEETING', 'no connection');
			if (pause > 0) await this.#pause(pause);
			if (this.#closed) throw MeetingError.of('ERROR_OPERATION_ABORTED');
			this.#skipNextPause = false;
			try {
				return await this.#open();
			} catch (error) {
				logger.debug(`Connecting failed: ${String(error)}`);
			}
		}
	}

	#pause(ms: number): Promise<void> {
		if (this.#skipNextPause) return Promise.resolve();
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				this.#skipPause = null;
				resolve();
			};
			const timer = setTimeout(done, ms);
			this.#skipPause = done;
		});
	}

	#open(): Promise<Welcome> {
		return new Promise((resolve, reject) => {
			const socket = new Socket(this.#url);
			this.#socket = socket;
			const timer = setTimeout(() => socket.close('no welcome'), this.#times.welcome);
			socket.on('close', ({ code, reason }) => {
				clearTimeout(timer);
				reject(new Error(`closed with ${code} ${reason}`));
				if (this.#socket === socket) this.#handleClose(reason || `close code ${code}`);
			});
			socket.on('message', (message) => {
				this.#watchdog.heard();
				if ('notification' in message && message.notification.event === 'welcome') {
					clearTimeout(timer);
					this.#watchdog.start(message.notification.data.pingInterval);
					if (this.#resumeToken === null) this.#idle = setTimeout(() => socket.close('no join came'), this.#times.idle);
					resolve(message.notification.data);
				} else this.#handleMessage(message);
			});
		});
	}

	#handleMessage(message: Incoming): void {
		if ('reply' in message) {
			this.#pending.settle(message.reply);
		} else if (this.#held) {
			this.#held.push(message.notification);
		} else this.#deliver(message.notification);
	}

	#deliver(notification: Notification): void {
		const { seq, event } = notification;
		// Number 0 is for what is of no use later, such as audio levels: it is not repeated after a resume.
		if (seq > 0) {
			if (seq <= this.#lastSeq) return;
			if (seq > this.#lastSeq + 1) logger.warn(`Notifications ${this.#lastSeq + 1} to ${seq - 1} did not arrive`);
			this.#lastSeq = seq;
			logger.debug(`← ${seq} ${event}`);
		}
		this.emit('notification', notification);
	}

	#handleClose(reason: string): void {
		const wasReady = this.#ready;
		this.#asked = false;
		this.#entering = false;
		this.#socket = null;
		this.#welcome = null;
		this.#ready = false;
		this.#watchdog.stop();
		clearTimeout(this.#idle);
		this.#pending.reject('of the socket', MeetingError.of('ERROR_UNABLE_TO_JOIN_MEETING', CONNECTION_LOST));
		if (this.#closed) return;
		if (!wasReady) {
			this.emit('dropped');
			return;
		}
		this.emit('lost', reason);
		void this.#recover();
	}

	async #recover(): Promise<void> {
		const until = performance.now() + this.#times.recover;
		for (let round = 0; !this.#closed; round++) {
			let welcome: Welcome;
			try {
				// A server that welcomes and closes at once must not be asked in a tight loop.
				if (round > 0) await this.#pause(this.#times.pause(round));
				this.#welcome = this.#establish(until - performance.now());
				welcome = await this.#welcome;
			} catch {
				if (this.#closed) return;
				this.close();
				this.emit('gave-up');
				return;
			}
			const outcome = await this.#resume(until);
			if (outcome === 'broke') continue;
			if (outcome === 'expired') this.#expire(welcome);
			return;
		}
	}

	/** @param until when the session is given up, monotonic ms */
	async #resume(until: number): Promise<'resumed' | 'expired' | 'broke'> {
		const socket = this.#socket;
		this.#held = [];
		try {
			// A server that is short of something, or asks for patience, has not said that the session is over.
			await keepTrying(() => this.#askToResume(), {
				within: until - performance.now(),
				over: () => this.#closed || this.#socket !== socket,
			});
		} catch (error) {
			if (!this.#socket || this.#closed) return 'broke';
			// Neither has one that is too busy to answer.
			if (error instanceof MeetingError && error.name === 'ERROR_OPERATION_TIMED_OUT') {
				this.#socket.close('the server did not answer the resume');
				return 'broke';
			}
			logger.debug(`The session cannot be resumed: ${String(error)}`);
			return 'expired';
		}
		this.#entering = false;
		this.#ready = true;
		this.#sendLasting();
		this.emit('resumed');
		const held = this.#held;
		this.#held = null;
		for (const notification of held) this.#deliver(notification);
		return 'resumed';
	}

	async #askToResume(): Promise<void> {
		if (!this.#socket) throw MeetingError.of('ERROR_OPERATION_ABORTED', CONNECTION_LOST);
		const data = { resumeToken: this.#resumeToken, lastSeq: this.#lastSeq };
		const { message, reply } = this.#pending.add('resume', data, false, this.#times.silence);
		this.#entersUntil(reply);
		this.#send(message);
		await reply;
	}

	#expire(welcome: Welcome): void {
		this.#forget();
		this.emit('expired', welcome);
	}

	#forget(): void {
		[this.#resumeToken, this.#lastSeq, this.#held] = [null, 0, null];
		this.#pending.reject('all', MeetingError.of('ERROR_OPERATION_ABORTED', 'the session is over'));
	}
}
