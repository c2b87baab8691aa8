import type { EntryRequestInfo } from '@roomcast/contract/signalling/participant';
import type { EntryDecision } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import { Emitter } from '../events/Emitter.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import type { EntryRequested } from './types.ts';

/** Events of {@link EntryRequests}. */
export interface EntryRequestsEvents {
	requested: [EntryRequested];
	/** They gave up. */
	ended: [participantId: string];
	responded: [participantId: string, EntryDecision];
}

/** What is asked of the server. @internal */
export type EntryAnswers = 'respond-entry';

/** Those who wait to be let in, for participants whose token has `allow_join`. */
export class EntryRequests extends Emitter<EntryRequestsEvents> {
	readonly #request: RequestOf<EntryAnswers>;
	readonly #waiting = new Map<string, EntryRequested>();

	constructor(request: RequestOf<EntryAnswers>) {
		super();
		this.#request = request;
	}

	/** Who waits, in the order of asking. */
	get all(): EntryRequested[] {
		return [...this.#waiting.values()];
	}

	/**
	 * Answers a request. The first answer counts.
	 *
	 * @throws MeetingError 3073 for another word; 4059 when there is no such request (any more), or without `allow_join`
	 */
	async respond(participantId: string, decision: EntryDecision): Promise<void> {
		if (decision !== 'allowed' && decision !== 'denied')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `decision is "${decision}", allowed are allowed, denied`);
		await orRefused(this.#request('respond-entry', { participantId, decision }), 'RESPOND_ENTRY_FAILED');
	}

	/** The waiting guests at a join; a second join reports only differences. */
	handleSnapshot(infos: EntryRequestInfo[]): void {
		const waiting = new Set(infos.map(({ participantId }) => participantId));
		for (const id of [...this.#waiting.keys()]) if (!waiting.has(id)) this.handleEnded(id);
		for (const info of infos) this.handleRequested(info);
	}

	handleRequested({ participantId, name }: EntryRequestInfo): void {
		if (this.#waiting.has(participantId)) return;
		const request: EntryRequested = {
			participantId,
			name,
			allow: () => this.respond(participantId, 'allowed'),
			deny: () => this.respond(participantId, 'denied'),
		};
		this.#waiting.set(participantId, request);
		this.emit('requested', request);
	}

	handleEnded(participantId: string): void {
		if (this.#waiting.delete(participantId)) this.emit('ended', participantId);
	}

	handleResponded(participantId: string, decision: EntryDecision): void {
		this.#waiting.delete(participantId);
		this.emit('responded', participantId, decision);
	}
}
