// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath, type Started } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { ListParticipantRecordingsQuery, ParticipantRecording, ParticipantRecordingPage, StartTrackRecordingBody, StopTrackRecordingBody } from '../contract/types.ts';

/** Recordings of one stream of a participant, as it was sent. */
export class TrackRecordings {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Record a track. One stream of a participant as sent, never encoded again: one file over mutes and reconnections, with an index of the gaps. `mp3` and `m3u8` are made from sound when it ends.
     *
     * `POST /v2/recordings/participant/track/start`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, PARTICIPANT_NOT_FOUND, START_TRACK_RECORDING_FAILED, E2EE_NOT_SUPPORTED, or with what any request is refused
     */
    async start(body: StartTrackRecordingBody, options?: CallOptions): Promise<Started> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/participant/track/start', body, idHeader: 'x-recording-id' }, options);
    }

    /**
     * End the recording of a track. `participant-track-recording-stopped` follows when the file is in the storage.
     *
     * `POST /v2/recordings/participant/track/stop`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_TRACK_RECORDING_FAILED, or with what any request is refused
     */
    async end(body: StopTrackRecordingBody, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/participant/track/stop', body }, options);
    }

    /**
     * List track recordings. Newest first.
     *
     * `GET /v2/recordings/participant/track`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListParticipantRecordingsQuery = {}, options?: CallOptions): Promise<ParticipantRecordingPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/recordings/participant/track', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListParticipantRecordingsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<ParticipantRecording, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a track recording. With links to its files once they are in the storage.
     *
     * `GET /v2/recordings/participant/track/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(id: string, options?: CallOptions): Promise<ParticipantRecording> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/recordings/participant/track/:id', { id }) }, options);
    }

    /**
     * Delete a track recording. With its files. Stop a running recording first.
     *
     * `DELETE /v2/recordings/participant/track/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED, or with what any request is refused
     */
    async delete(id: string, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'DELETE', path: fillPath('/v2/recordings/participant/track/:id', { id }) }, options);
    }
}
