// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import type { Transport } from '../http/Transport.ts';
import type { KeyStorageBody, KeyStorageView, StorageDeleted } from '../contract/types.ts';

/** Your own bucket for recordings. */
export class Storage {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Keep recordings in your own bucket. Recordings of this API key then go there instead of to the storage of the server. The server first writes, reads and deletes an object; if that fails, nothing changes.
     *
     * `PUT /v2/storage`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, STORAGE_NOT_USABLE, or with what any request is refused
     */
    async set(body: KeyStorageBody, options?: CallOptions): Promise<KeyStorageView> {
        return this.#transport.call({ method: 'PUT', path: '/v2/storage', body }, options);
    }

    /**
     * Get the bucket of this key. The settings, without the secret.
     *
     * `GET /v2/storage`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, STORAGE_NOT_SET, or with what any request is refused
     */
    get(options?: CallOptions): Promise<KeyStorageView> {
        return this.#transport.call({ method: 'GET', path: '/v2/storage' }, options);
    }

    /**
     * Keep recordings on the server again. Deletes the credentials. Files in the bucket stay there, but have no links any more. Recordings on their way there fail.
     *
     * `DELETE /v2/storage`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, STORAGE_NOT_SET, or with what any request is refused
     */
    delete(options?: CallOptions): Promise<StorageDeleted> {
        return this.#transport.call({ method: 'DELETE', path: '/v2/storage' }, options);
    }
}
