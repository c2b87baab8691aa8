// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { Delivery, DeliveryPage, ListDeliveriesQuery, RsaPublicKey, WebhookSecret } from '../contract/types.ts';

/** Deliveries of webhooks, and what signs them. */
export class Webhooks {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * List webhook deliveries. Newest first: each message, its endpoint, and the result of each attempt.
     *
     * `GET /v2/webhooks/deliveries`
     *
     * @throws ApiError or with what any request is refused
     */
    async listDeliveries(query: ListDeliveriesQuery = {}, options?: CallOptions): Promise<DeliveryPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/webhooks/deliveries', query }, options);
    }

    /**
     * Every row of `listDeliveries`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listDeliveriesAll(query: Omit<ListDeliveriesQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<Delivery, void, undefined> {
        return rowsOf((page) => this.listDeliveries({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Fetch a webhook delivery. By its `id`, which is the `webhook-id` that the endpoint received.
     *
     * `GET /v2/webhooks/deliveries/:id`
     *
     * @throws ApiError DELIVERY_NOT_FOUND, or with what any request is refused
     */
    async getDelivery(id: string, options?: CallOptions): Promise<Delivery> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/webhooks/deliveries/:id', { id }) }, options);
    }

    /**
     * Send a webhook again. Sends it at once, whatever its state, with the same `webhook-id` and body, and then on the whole schedule if it fails. Enables an endpoint that answered 410 again.
     *
     * `POST /v2/webhooks/deliveries/:id/replay`
     *
     * @throws ApiError DELIVERY_NOT_FOUND, or with what any request is refused
     */
    async replay(id: string, options?: CallOptions): Promise<Delivery> {
        return this.#transport.call({ method: 'POST', path: fillPath('/v2/webhooks/deliveries/:id/replay', { id }) }, options);
    }

    /**
     * Get the webhook secret. The secret that checks `webhook-signature` (Standard Webhooks).
     *
     * `GET /v2/webhooks/secret`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, or with what any request is refused
     */
    getSecret(options?: CallOptions): Promise<WebhookSecret> {
        return this.#transport.call({ method: 'GET', path: '/v2/webhooks/secret' }, options);
    }

    /**
     * Rotate the webhook secret. Creates a new secret. For a day, both secrets sign; rotating again within that day ends the older one.
     *
     * `POST /v2/webhooks/secret/rotate`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID, or with what any request is refused
     */
    rotateSecret(options?: CallOptions): Promise<WebhookSecret> {
        return this.#transport.call({ method: 'POST', path: '/v2/webhooks/secret/rotate' }, options);
    }

    /**
     * Get the public key for webhooks. The key that checks `videosdk-signature`. It is the same for all API keys and does not change.
     *
     * `GET /v2/public/rsa-public-key`
     *
     * @throws ApiError or with what any request is refused
     */
    getPublicKey(options?: CallOptions): Promise<RsaPublicKey> {
        return this.#transport.call({ method: 'GET', path: '/v2/public/rsa-public-key', open: true }, options);
    }
}
