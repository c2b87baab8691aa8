import { type Mode, RoomcastError } from '@roomcast/contract';
import type { Credentials } from './Credentials.ts';

/**
 * The pages that record a session, by the id that each was given. Nobody sees who comes under such an id, so that the
 * first to come keeps it: it is not told to anybody, but a page may give it away.
 */
export class Recorders {
	/** With the token of the page, once it came. */
	readonly #tokens = new Map<string, string | undefined>();

	add(participantId: string): void {
		this.#tokens.set(participantId, undefined);
	}

	delete(participantId: string): void {
		this.#tokens.delete(participantId);
	}

	/** Whether that is the id of a recorder. */
	has(participantId: string): boolean {
		return this.#tokens.has(participantId);
	}

	/**
	 * Whether a page may come in: the first, the same again, or one with a token that names the recorder.
	 *
	 * @returns how it may take part at most
	 * @throws RoomcastError DUPLICATE_PARTICIPANT
	 */
	check(participantId: string, { named, tokenHash }: Credentials): Mode {
		const token = this.#tokens.get(participantId);
		if (!named && token !== undefined && token !== tokenHash)
			throw new RoomcastError('DUPLICATE_PARTICIPANT', `${participantId} is the id of another page`);
		this.#tokens.set(participantId, tokenHash);
		return 'RECV_ONLY';
	}
}
