// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import type { Transport } from '../http/Transport.ts';
import type { AnswerEntryBody, AnsweredEntry, EntryRequests } from '../contract/types.ts';

/** Guests who ask to be let in. */
export class WaitingRoom {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * List waiting guests. In the order of their requests. Until somebody joins, there is no session yet: use the id of the room.
     *
     * `GET /v2/sessions/:sessionId/entry-requests`
     *
     * @throws ApiError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async list(sessionId: string, options?: CallOptions): Promise<EntryRequests> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/entry-requests', { sessionId }) }, options);
    }

    /**
     * Answer an entry request. The first decision counts, over REST or in the call. A guest who is let in has at least 30 s to join.
     *
     * `POST /v2/sessions/:sessionId/entry-requests/:participantId`
     *
     * @throws ApiError SESSION_NOT_FOUND, RESPOND_ENTRY_FAILED, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async answer(sessionId: string, participantId: string, body: AnswerEntryBody, options?: CallOptions): Promise<AnsweredEntry> {
        return this.#transport.call({ method: 'POST', path: fillPath('/v2/sessions/:sessionId/entry-requests/:participantId', { sessionId, participantId }), body }, options);
    }
}
