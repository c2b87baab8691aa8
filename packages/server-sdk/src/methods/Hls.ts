// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { ActiveHls, CaptureHlsBody, CapturedThumbnail, HlsPage, HlsStream, ListHlsQuery, StartHlsBody, StartedHls, StopHlsBody } from '../contract/types.ts';

/** Meetings live on the web, for any number of viewers. */
export class Hls {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Start HLS of a room. The room as one picture and one sound, for any number of viewers. The stream is live when the server answers; `hls-playable` follows when every player can start. It ends no later than the session.
     *
     * `POST /v2/hls/start`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, START_HLS_FAILED, PREV_HLS_STREAMING_PROCESSING, E2EE_NOT_SUPPORTED, or with what any request is refused
     */
    async start(body: StartHlsBody, options?: CallOptions): Promise<StartedHls> {
        return this.#transport.call({ method: 'POST', path: '/v2/hls/start', body }, options);
    }

    /**
     * End HLS of a room. The stream stays available at `playbackHlsUrl`.
     *
     * `POST /v2/hls/end`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_HLS_FAILED, or with what any request is refused
     */
    async end(body: StopHlsBody, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'POST', path: '/v2/hls/end', body }, options);
    }

    /**
     * Take a picture of a stream. The current picture of the running stream of the room, or the one at `time`. As large as the stream by default; `width` or `height` alone keeps the shape.
     *
     * `POST /v2/hls/capture`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, HLS_NOT_FOUND, CAPTURE_HLS_FAILED, or with what any request is refused
     */
    async capture(body: CaptureHlsBody, options?: CallOptions): Promise<CapturedThumbnail> {
        return this.#transport.call({ method: 'POST', path: '/v2/hls/capture', body }, options);
    }

    /**
     * List streams. Newest first.
     *
     * `GET /v2/hls`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListHlsQuery = {}, options?: CallOptions): Promise<HlsPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/hls', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListHlsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<HlsStream, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a stream. Running or finished.
     *
     * `GET /v2/hls/:id`
     *
     * @throws ApiError HLS_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(id: string, options?: CallOptions): Promise<HlsStream> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/hls/:id', { id }) }, options);
    }

    /**
     * Fetch the running stream of a room. The newest, if several run.
     *
     * `GET /v2/hls/:roomId/active`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, HLS_NOT_FOUND, or with what any request is refused
     */
    async getActive(roomId: string, options?: CallOptions): Promise<ActiveHls> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/hls/:roomId/active', { roomId }) }, options);
    }

    /**
     * Delete a stream. With its media and its pictures. End a running stream first.
     *
     * `DELETE /v2/hls/:id`
     *
     * @throws ApiError HLS_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_HLS_FAILED, or with what any request is refused
     */
    async delete(id: string, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'DELETE', path: fillPath('/v2/hls/:id', { id }) }, options);
    }
}
