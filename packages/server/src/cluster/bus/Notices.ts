import type { NatsConnection } from '@nats-io/transport-node';
import { BUS_NOTICES, BUS_VERSION, type BusNotice, type BusNoticeName } from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import type { Logger } from 'pino';

type Handler = (data: never) => void;

const SUBJECT = `roomcast.${BUS_VERSION}.all`;

const fits = new Map(Object.entries(BUS_NOTICES).map(([name, { data }]) => [name, lazyValidator(data)]));

/** What nodes say to all others. */
export class Notices {
	readonly #nats: NatsConnection;
	readonly #logger: Logger;

	constructor(nats: NatsConnection, logger: Logger) {
		this.#nats = nats;
		this.#logger = logger;
	}

	tell<N extends BusNoticeName>(name: N, data: BusNotice<N>): void {
		if (!this.#nats.isClosed()) this.#nats.publish(`${SUBJECT}.${name}`, JSON.stringify(data));
	}

	/** What does not fit the contract is dropped. */
	hear<N extends BusNoticeName>(name: N, handler: (data: BusNotice<N>) => void): void {
		this.#nats.subscribe(`${SUBJECT}.${name}`, {
			callback: (error, message) => {
				if (error !== null) return;
				try {
					const data: unknown = message.json();
					if (fits.get(name)?.(data) === true) (handler as Handler)(data as never);
				} catch (cause) {
					this.#logger.warn({ err: cause, notice: name }, 'what another node said could not be handled');
				}
			},
		});
	}
}
