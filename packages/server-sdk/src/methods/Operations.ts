// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import type { Transport } from '../http/Transport.ts';
import type { Health, Readiness } from '../contract/types.ts';

/** For load balancers and orchestrators. */
export class Operations {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Check that the process runs. Answers as long as the process runs. For liveness probes.
     *
     * `GET /healthz`
     *
     * @throws ApiError or with what any request is refused
     */
    health(options?: CallOptions): Promise<Health> {
        return this.#transport.call({ method: 'GET', path: '/healthz', open: true }, options);
    }

    /**
     * Check that the server can take calls. Checks what calls need. Answers 503 if the database accepts no writes, no media worker runs, or the server is shutting down. `storage` and `disk` are only information: calls continue without them.
     *
     * `GET /readyz`
     *
     * @throws ApiError or with what any request is refused
     */
    readiness(options?: CallOptions): Promise<Readiness> {
        return this.#transport.call({ method: 'GET', path: '/readyz', open: true, alsoAnswers: 503 }, options);
    }
}
