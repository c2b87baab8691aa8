import type { ReplyEnvelope } from '@roomcast/contract/signalling/envelope';
import type { RequestName } from '@roomcast/contract/signalling/requests';
import { MeetingError } from '../errors/MeetingError.ts';
import { isReply } from './messages.ts';

/** A request that has no reply yet. */
export interface PendingRequest {
	readonly id: number;
	readonly method: RequestName;
	readonly data: unknown;
	/** Whether it outlives its socket: sent again after a resume, with the same id. */
	readonly lasting: boolean;
}

interface Entry extends PendingRequest {
	readonly resolve: (data: unknown) => void;
	readonly reject: (error: MeetingError) => void;
	readonly timer: ReturnType<typeof setTimeout>;
}

/** The requests under way: numbers them, matches replies to them, ends those that take too long. */
export class PendingRequests {
	readonly #entries = new Map<number, Entry>();
	#nextId = 1;

	/**
	 * Notes a request.
	 *
	 * @param timeout ms until it is rejected with 3079
	 * @returns what to send, and the promise of its reply
	 */
	add(method: RequestName, data: unknown, lasting: boolean, timeout: number) {
		const id = this.#nextId++;
		const reply = new Promise<unknown>((resolve, reject) => {
			const timer = setTimeout(
				() => this.#take(id)?.reject(MeetingError.of('ERROR_OPERATION_TIMED_OUT', `"${method}", ${timeout} ms`)),
				timeout,
			);
			this.#entries.set(id, { id, method, data, lasting, resolve, reject, timer });
		});
		return { message: { id, method, data }, reply };
	}

	/** Settles the request that this is the reply to. One that is not known was answered or ended before. */
	settle({ id, data, error }: ReplyEnvelope): void {
		const entry = this.#take(id);
		if (!entry) return;
		if (error) entry.reject(new MeetingError(error));
		else if (isReply(entry.method, data ?? {})) entry.resolve(data ?? {});
		else
			entry.reject(
				new MeetingError({
					code: 6024,
					name: 'BAD_MESSAGE',
					message: `The reply to "${entry.method}" does not match the contract.`,
				}),
			);
	}

	/** Whether the request of that id still waits. */
	has(id: number): boolean {
		return this.#entries.has(id);
	}

	/** The ones to send again after a resume, in their order. */
	lasting(): PendingRequest[] {
		return [...this.#entries.values()].filter((entry) => entry.lasting);
	}

	/** Rejects those that end with their socket, or all. */
	reject(which: 'of the socket' | 'all', error: MeetingError): void {
		for (const entry of [...this.#entries.values()]) {
			if (which === 'all' || !entry.lasting) this.#take(entry.id)?.reject(error);
		}
	}

	#take(id: number): Entry | undefined {
		const entry = this.#entries.get(id);
		if (entry) clearTimeout(entry.timer);
		this.#entries.delete(id);
		return entry;
	}
}
