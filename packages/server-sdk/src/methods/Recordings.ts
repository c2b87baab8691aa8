// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath, type Started } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { ListRecordingsQuery, Recording, RecordingPage, StartRecordingBody, StopRecordingBody } from '../contract/types.ts';

/** Recordings of a meeting, as one picture and one sound. */
export class Recordings {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Record a meeting. The room as one picture and one sound. The recording is running when the server answers; the header `x-recording-id` has the id. It ends no later than the session.
     *
     * `POST /v2/recordings/start`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, START_RECORDING_FAILED, PREV_RECORDING_PROCESSING, E2EE_NOT_SUPPORTED, or with what any request is refused
     */
    async start(body: StartRecordingBody, options?: CallOptions): Promise<Started> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/start', body, idHeader: 'x-recording-id' }, options);
    }

    /**
     * End a meeting recording. `recording-stopped` follows when the file is in the storage.
     *
     * `POST /v2/recordings/end`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED, or with what any request is refused
     */
    async end(body: StopRecordingBody, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/end', body }, options);
    }

    /**
     * List meeting recordings. Newest first, including running ones.
     *
     * `GET /v2/recordings`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListRecordingsQuery = {}, options?: CallOptions): Promise<RecordingPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/recordings', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListRecordingsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<Recording, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a meeting recording. With a link to its file once it is in the storage.
     *
     * `GET /v2/recordings/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(id: string, options?: CallOptions): Promise<Recording> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/recordings/:id', { id }) }, options);
    }

    /**
     * Delete a meeting recording. With its file. Stop a running recording first.
     *
     * `DELETE /v2/recordings/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED, or with what any request is refused
     */
    async delete(id: string, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'DELETE', path: fillPath('/v2/recordings/:id', { id }) }, options);
    }
}
