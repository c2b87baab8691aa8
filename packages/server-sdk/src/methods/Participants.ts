// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { ActiveParticipants, AllParticipants, DetailedParticipant, PageQuery, ParticipantStats, RemoveParticipantBody, Session } from '../contract/types.ts';

/** The people of a session. */
export class Participants {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * List the participants of a session. Including those who left, in the order of their first join. `data` is the session.
     *
     * `GET /v2/sessions/:sessionId/participants`
     *
     * @throws ApiError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async list(sessionId: string, query: PageQuery = {}, options?: CallOptions): Promise<AllParticipants> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/participants', { sessionId }), query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(sessionId: string, query: Omit<PageQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<DetailedParticipant, void, undefined> {
        return rowsOf((page) => this.list(sessionId, { ...query, page }, options), ({ data }) => data.participants);
    }

    /**
     * List the active participants of a session. `data` is an array with the session, as in VideoSDK.
     *
     * `GET /v2/sessions/:sessionId/participants/active`
     *
     * @throws ApiError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async listActive(sessionId: string, query: PageQuery = {}, options?: CallOptions): Promise<ActiveParticipants> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/participants/active', { sessionId }), query }, options);
    }

    /**
     * Every row of `listActive`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listActiveAll(sessionId: string, query: Omit<PageQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<DetailedParticipant, void, undefined> {
        return rowsOf((page) => this.listActive(sessionId, { ...query, page }, options), ({ data }) => data[0]?.participants ?? []);
    }

    /**
     * Fetch a participant of a session. With stays, devices turned on and off, modes, and the leave reason.
     *
     * `GET /v2/sessions/:sessionId/participants/:participantId`
     *
     * @throws ApiError SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(sessionId: string, participantId: string, options?: CallOptions): Promise<DetailedParticipant> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/participants/:participantId', { sessionId, participantId }) }, options);
    }

    /**
     * Remove a participant. The participant leaves with reason 1010 and stays out until the session ends. Returns the session as it is stored afterwards.
     *
     * `POST /v2/sessions/participants/remove`
     *
     * @throws ApiError SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND, INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async remove(body: RemoveParticipantBody, options?: CallOptions): Promise<Session> {
        return this.#transport.call({ method: 'POST', path: '/v2/sessions/participants/remove', body }, options);
    }

    /**
     * Fetch the quality of one participant. One measurement every ten seconds, with the heights of the received pictures.
     *
     * `GET /v2/sessions/:sessionId/participant/:participantId/stats`
     *
     * @throws ApiError SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async stats(sessionId: string, participantId: string, options?: CallOptions): Promise<ParticipantStats> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/participant/:participantId/stats', { sessionId, participantId }) }, options);
    }
}
