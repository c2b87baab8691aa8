// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { EndSessionBody, ListSessionsQuery, Session, SessionPage, SessionStats } from '../contract/types.ts';

/** Sessions: each is one occupancy of a room, from the first join to the last leave. */
export class Sessions {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * List sessions. Of all rooms, newest first. You can combine filters; a filter for an unknown room returns an empty list.
     *
     * `GET /v2/sessions`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListSessionsQuery = {}, options?: CallOptions): Promise<SessionPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/sessions', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListSessionsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<Session, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a session. With everybody who was in it, and when.
     *
     * `GET /v2/sessions/:sessionId`
     *
     * @throws ApiError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(sessionId: string, options?: CallOptions): Promise<Session> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId', { sessionId }) }, options);
    }

    /**
     * End a session. The session of the room, or the one with that id. Everybody leaves with reason 1009. Returns the session as it is stored afterwards.
     *
     * `POST /v2/sessions/end`
     *
     * @throws ApiError SESSION_NOT_FOUND, INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async end(body: EndSessionBody, options?: CallOptions): Promise<Session> {
        return this.#transport.call({ method: 'POST', path: '/v2/sessions/end', body }, options);
    }

    /**
     * Fetch the quality of a session. One measurement every ten seconds: the sum of the losses of all participants, and the mean of the other values.
     *
     * `GET /v2/sessions/:sessionId/stats`
     *
     * @throws ApiError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async stats(sessionId: string, options?: CallOptions): Promise<SessionStats> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/sessions/:sessionId/stats', { sessionId }) }, options);
    }
}
