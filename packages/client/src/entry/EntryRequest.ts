import type { RequestData, RequestReply } from '@roomcast/contract/signalling/requests';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Proofs } from '../identity/Proofs.ts';
import type { Connection } from '../signalling/Connection.ts';
import { keepTrying } from '../signalling/keepTrying.ts';
import type { Notification } from '../signalling/messages.ts';
import type { Tokens } from './Tokens.ts';

/** How asking to be let in ended; `ended` when it was given up on this side. */
export type EntryOutcome = 'allowed' | 'denied' | 'ended';

/** The refusal of an id under which somebody else waits. */
const OF_ANOTHER = 'DUPLICATE_PARTICIPANT';
/** How long the request is made again after its connection broke, in ms. */
const PATIENCE = 120_000;
/** Pause before it is made again, in ms: a server that closes at once must not be asked in a tight loop. */
const PAUSE = 300;
/** The server keeps a request for 30 s without a connection; this is longer, in ms. */
const KEPT = 35_000;
/** Codes below this are of the browser: the server did not answer. */
const REFUSED = 4000;

/** One request to be let in, over as many connections as it takes. */
export class EntryRequest {
	readonly #connection: Connection;
	readonly #data: Omit<RequestData<'ask-entry'>, 'token'>;
	readonly #tokens: Tokens;
	readonly #proofs: Proofs;
	readonly #outcome: PromiseWithResolvers<EntryOutcome> = withResolvers();
	#asking = false;
	#decided = false;
	/** The server may have a request whose answer, with the ticket, got lost. */
	#unanswered = false;

	/** @param proofs keeps the ticket, which proves later that it was we who asked */
	constructor(connection: Connection, data: Omit<RequestData<'ask-entry'>, 'token'>, tokens: Tokens, proofs: Proofs) {
		this.#connection = connection;
		this.#data = data;
		this.#tokens = tokens;
		this.#proofs = proofs;
		connection.on('notification', this.#heed);
		connection.on('dropped', this.#again);
	}

	/** Whether the outcome is known. */
	get decided(): boolean {
		return this.#decided;
	}

	/** How it ends. Rejects with a MeetingError when the server cannot be reached any more, or refuses the request. */
	get outcome(): Promise<EntryOutcome> {
		return this.#outcome.promise;
	}

	/**
	 * Asks. Resolves when the server has the request.
	 *
	 * @param within ms that may pass until then
	 * @param delayed told of every refusal after which it is tried again
	 * @throws MeetingError what the server refused; 3047 when it cannot be reached
	 */
	async ask(within: number, delayed: (error: MeetingError) => void = () => {}): Promise<void> {
		this.#asking = true;
		try {
			const { admitted, ticket } = await this.#untilAnswered(within, delayed);
			if (ticket !== undefined) this.#proofs.set('ticket', ticket);
			if (admitted) this.#decide('allowed');
		} finally {
			this.#asking = false;
		}
	}

	async #untilAnswered(within: number, delayed: (error: MeetingError) => void): Promise<RequestReply<'ask-entry'>> {
		const over = () => this.#decided || this.#connection.closed;
		try {
			return await keepTrying(() => this.#once(), { within, over, delayed });
		} catch (error) {
			const inOwnWay = this.#unanswered && error instanceof MeetingError && error.name === OF_ANOTHER;
			if (!inOwnWay) throw error;
			return keepTrying(() => this.#once(), { within: KEPT, over, passing: [OF_ANOTHER], delayed });
		}
	}

	async #once(): Promise<RequestReply<'ask-entry'>> {
		await this.#connection.connect();
		const ticket = this.#proofs.get('ticket');
		try {
			const data = { ...this.#data, ...(ticket === undefined ? {} : { ticket }) };
			return await this.#tokens.use((token) => this.#connection.request('ask-entry', { token, ...data }));
		} catch (error) {
			if (error instanceof MeetingError && error.code < REFUSED) this.#unanswered = ticket === undefined;
			throw error;
		}
	}

	/** No longer. */
	close(): void {
		this.#decide('ended');
	}

	readonly #heed = ({ event, data }: Notification): void => {
		if (event === 'entry-responded' && data.participantId === this.#data.participantId) this.#decide(data.decision);
	};

	readonly #again = (): void => {
		if (this.#asking || this.#decided) return;
		this.#asking = true;
		setTimeout(() => {
			if (this.#decided) return;
			this.ask(PATIENCE).catch((error) => {
				this.#stop();
				this.#outcome.reject(error);
			});
		}, PAUSE);
	};

	#decide(outcome: EntryOutcome): void {
		if (this.#decided) return;
		this.#stop();
		this.#outcome.resolve(outcome);
	}

	#stop(): void {
		this.#decided = true;
		this.#connection.off('notification', this.#heed);
		this.#connection.off('dropped', this.#again);
	}
}

interface PromiseWithResolvers<T> {
	readonly promise: Promise<T>;
	readonly resolve: (value: T) => void;
	readonly reject: (error: unknown) => void;
}

/** `Promise.withResolvers` for browsers that lack it. */
function withResolvers<T>(): PromiseWithResolvers<T> {
	let resolve: (value: T) => void = () => {};
	let reject: (error: unknown) => void = () => {};
	const promise = new Promise<T>((whenDone, whenFailed) => {
		resolve = whenDone;
		reject = whenFailed;
	});
	return { promise, resolve, reject };
}
