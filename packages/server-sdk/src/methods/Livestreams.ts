// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath, type Started } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { GetLivestreamQuery, ListLivestreamsQuery, Livestream, LivestreamOutput, LivestreamOutputState, LivestreamPage, StartLivestreamBody, StopLivestreamBody } from '../contract/types.ts';

/** Meetings live to RTMP servers. */
export class Livestreams {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Stream a room to RTMP servers. The room as one picture and one sound, to up to ten servers. The first server has the stream when this request is answered; the header `x-livestream-id` has the id. `livestream-failed` reports outputs that fail later. It ends no later than the session.
     *
     * `POST /v2/livestreams/start`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, START_LIVESTREAM_FAILED, INVALID_LIVESTREAM_CONFIG, PREV_RTMP_RECORDING_PROCESSING, E2EE_NOT_SUPPORTED, or with what any request is refused
     */
    async start(body: StartLivestreamBody, options?: CallOptions): Promise<Started> {
        return this.#transport.call({ method: 'POST', path: '/v2/livestreams/start', body, idHeader: 'x-livestream-id' }, options);
    }

    /**
     * End a livestream. All livestreams of the room, or the one with this id.
     *
     * `POST /v2/livestreams/end`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_LIVESTREAM_FAILED, or with what any request is refused
     */
    async end(body: StopLivestreamBody, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'POST', path: '/v2/livestreams/end', body }, options);
    }

    /**
     * List livestreams. Newest first, including running ones. Stream keys are masked.
     *
     * `GET /v2/livestreams`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListLivestreamsQuery = {}, options?: CallOptions): Promise<LivestreamPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/livestreams', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListLivestreamsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<Livestream, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a livestream. With the state of each output. Stream keys are masked unless you ask for them with `withStreamKeys`.
     *
     * `GET /v2/livestreams/:id`
     *
     * @throws ApiError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, or with what any request is refused
     */
    async get(id: string, query: GetLivestreamQuery = {}, options?: CallOptions): Promise<Livestream> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/livestreams/:id', { id }), query }, options);
    }

    /**
     * Add an output to a livestream. While it runs, without affecting the other outputs. The output is published when the server answers. A Roomcast addition.
     *
     * `POST /v2/livestreams/:id/outputs`
     *
     * @throws ApiError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID, START_LIVESTREAM_FAILED, INVALID_LIVESTREAM_CONFIG, or with what any request is refused
     */
    async addOutput(id: string, body: LivestreamOutput, options?: CallOptions): Promise<LivestreamOutputState> {
        return this.#transport.call({ method: 'POST', path: fillPath('/v2/livestreams/:id/outputs', { id }), body }, options);
    }

    /**
     * Remove an output of a livestream. Does not affect the other outputs. You cannot remove the last one: end the livestream instead. A Roomcast addition.
     *
     * `DELETE /v2/livestreams/:id/outputs/:outputId`
     *
     * @throws ApiError LIVESTREAM_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_LIVESTREAM_FAILED, or with what any request is refused
     */
    async removeOutput(id: string, outputId: string, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'DELETE', path: fillPath('/v2/livestreams/:id/outputs/:outputId', { id, outputId }) }, options);
    }
}
