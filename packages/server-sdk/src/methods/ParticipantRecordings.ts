// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath, type Started } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { ListParticipantRecordingsQuery, ParticipantRecording, ParticipantRecordingPage, StartParticipantRecordingBody, StopParticipantRecordingBody } from '../contract/types.ts';

/** Recordings of one participant, each in one file. */
export class ParticipantRecordings {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Record a participant. Camera and microphone in one file, which continues over reconnections, and with black and silence while they are off. `webm` copies the media; `mp4` and `m3u8` are encoded. Ends when the participant leaves.
     *
     * `POST /v2/recordings/participant/start`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, PARTICIPANT_NOT_FOUND, START_PARTICIPANT_RECORDING_FAILED, E2EE_NOT_SUPPORTED, or with what any request is refused
     */
    async start(body: StartParticipantRecordingBody, options?: CallOptions): Promise<Started> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/participant/start', body, idHeader: 'x-recording-id' }, options);
    }

    /**
     * End the recording of a participant. `participant-recording-stopped` follows when the file is in the storage.
     *
     * `POST /v2/recordings/participant/stop`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, STOP_PARTICIPANT_RECORDING_FAILED, or with what any request is refused
     */
    async end(body: StopParticipantRecordingBody, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'POST', path: '/v2/recordings/participant/stop', body }, options);
    }

    /**
     * List participant recordings. Newest first.
     *
     * `GET /v2/recordings/participant`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListParticipantRecordingsQuery = {}, options?: CallOptions): Promise<ParticipantRecordingPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/recordings/participant', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListParticipantRecordingsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<ParticipantRecording, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a participant recording. With links to its files once they are in the storage.
     *
     * `GET /v2/recordings/participant/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(id: string, options?: CallOptions): Promise<ParticipantRecording> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/recordings/participant/:id', { id }) }, options);
    }

    /**
     * Delete a participant recording. With its files. Stop a running recording first.
     *
     * `DELETE /v2/recordings/participant/:id`
     *
     * @throws ApiError RECORDING_NOT_FOUND, UNAUTHORIZED_MEETING_ID, STOP_RECORDING_FAILED, or with what any request is refused
     */
    async delete(id: string, options?: CallOptions): Promise<string> {
        return this.#transport.call({ method: 'DELETE', path: fillPath('/v2/recordings/participant/:id', { id }) }, options);
    }
}
