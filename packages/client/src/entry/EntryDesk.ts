import type { EntryRequestInfo } from '@roomcast/contract/signalling/participant';
import type { EntryDecision, InvitationOptions } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import { Emitter } from '../events/Emitter.ts';
import type { Request } from '../signalling/Connection.ts';
import type { EntryRequested, Invitation } from './types.ts';

/** Events of an {@link EntryDesk}. */
export interface EntryDeskEvents {
	requested: [EntryRequested];
	/** They gave up. */
	ended: [participantId: string];
	responded: [participantId: string, EntryDecision];
}

/** Those who wait to be let in, for participants whose token has `allow_join`. */
export class EntryDesk extends Emitter<EntryDeskEvents> {
	readonly #request: Request;
	readonly #waiting = new Map<string, EntryRequested>();

	constructor(request: Request) {
		super();
		this.#request = request;
	}

	/** Who waits, in the order of asking. */
	get requests(): EntryRequested[] {
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

	/**
	 * Makes a link for guests.
	 *
	 * @throws MeetingError 4008 without the permission; 6000 for options that are not allowed; 6080 where the server makes none
	 */
	async invite(options: InvitationOptions): Promise<Invitation> {
		const { expiresAt, ...made } = await this.#request('create-invitation', options);
		return { ...made, expiresAt: new Date(expiresAt) };
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
