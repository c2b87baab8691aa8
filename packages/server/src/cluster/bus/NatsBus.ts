import {
	ClosedConnectionError,
	type Msg,
	type NatsConnection,
	NoRespondersError,
	RequestError,
	TimeoutError,
} from '@nats-io/transport-node';
import {
	BUS_REQUESTS,
	BUS_VERSION,
	type BusChannelHead,
	type BusChannelKind,
	type BusNotice,
	type BusNoticeName,
	type BusReply,
	type BusRequestData,
	type BusRequestName,
} from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import type { Logger } from 'pino';
import type { Bus } from './Bus.ts';
import type { BusChannel } from './BusChannel.ts';
import { BusError } from './BusError.ts';
import { Channels } from './Channels.ts';
import { connectNats } from './connectNats.ts';
import type { BusMetrics } from './metrics.ts';
import { Notices } from './Notices.ts';

export interface NatsBusOptions {
	readonly url: string;
	readonly nodeId: string;
	readonly logger: Logger;
	readonly metrics: BusMetrics;
	/** ms that NATS has to be there; default 10 s. */
	readonly connectWithin?: number;
}

type Handler = (data: never) => Promise<unknown>;
type Answered = { readonly reply: unknown } | { readonly error: string };

const TIMEOUT = 10_000;
/** ms that a node has to accept a channel. */
const OPEN_WITHIN = 3_000;
/** Bytes that the payload of a frame leaves to its header. */
const ROOM_FOR_HEADER = 1024;

const fits = new Map(
	Object.entries(BUS_REQUESTS).map(([name, { data, reply }]) => [
		name,
		{ data: lazyValidator(data), reply: lazyValidator(reply) },
	]),
);

/** The bus on NATS: subjects by node. */
export class NatsBus implements Bus {
	readonly nodeId: string;
	readonly #nats: NatsConnection;
	readonly #logger: Logger;
	readonly #metrics: BusMetrics;
	readonly #channels: Channels;
	readonly #notices: Notices;
	readonly #handlers = new Map<string, Handler>();
	#connected = true;

	private constructor(nats: NatsConnection, { nodeId, logger, metrics }: NatsBusOptions) {
		this.nodeId = nodeId;
		this.#nats = nats;
		this.#logger = logger;
		this.#metrics = metrics;
		this.#channels = new Channels({
			nodeId,
			connected: () => this.#connected,
			maxPayload: () => (nats.info?.max_payload ?? 1024 * 1024) - ROOM_FOR_HEADER,
			send: (to, frame) => {
				metrics.sent(frame.length);
				nats.publish(`${subjectOf(to)}.channel`, frame);
			},
		});
		this.#notices = new Notices(nats, logger);
		metrics.observe(this, () => this.#channels.size);
		nats.subscribe(`${subjectOf(nodeId)}.channel`, {
			callback: (error, message) => {
				if (error === null) this.#handleFrame(message.data);
			},
		});
		nats.subscribe(`${subjectOf(nodeId)}.ask.*`, {
			callback: (error, message) => {
				if (error === null) void this.#answer(message).then((answered) => this.#respond(message, answered));
			},
		});
		this.serve('open-channel', async (data) => {
			this.#channels.handleOpen(data);
			return {};
		});
		void this.#watch();
	}

	/** @throws when NATS cannot be reached; the message has no password */
	static async create(options: NatsBusOptions): Promise<NatsBus> {
		const nats = await connectNats(options.url, `roomcast ${options.nodeId}`, options.connectWithin);
		const bus = new NatsBus(nats, options);
		// From here on others reach it.
		await nats.flush();
		return bus;
	}

	get connected(): boolean {
		return this.#connected;
	}

	async request<N extends BusRequestName>(
		nodeId: string,
		name: N,
		data: BusRequestData<N>,
		timeoutMs = TIMEOUT,
	): Promise<BusReply<N>> {
		const counted = (failure: BusError) => {
			this.#metrics.requested(name, failure.failure);
			return failure;
		};
		if (!this.#connected) throw counted(new BusError('unreachable', 'NATS is away'));
		const answer = await this.#nats
			.request(`${subjectOf(nodeId)}.ask.${name}`, JSON.stringify(data), { timeout: timeoutMs })
			.catch((error: unknown) => {
				throw counted(busError(error));
			});
		const answered: Answered = answer.json();
		if ('error' in answered) throw counted(new BusError('failed', answered.error));
		if (fits.get(name)?.reply(answered.reply) !== true)
			throw counted(new BusError('failed', `the reply to ${name} does not fit the contract`));
		this.#metrics.requested(name, 'answered');
		return answered.reply as BusReply<N>;
	}

	serve<N extends BusRequestName>(name: N, handler: (data: BusRequestData<N>) => Promise<BusReply<N>>): void {
		this.#handlers.set(name, handler as Handler);
	}

	tell<N extends BusNoticeName>(name: N, data: BusNotice<N>): void {
		if (this.#connected) this.#notices.tell(name, data);
	}

	hear<N extends BusNoticeName>(name: N, handler: (data: BusNotice<N>) => void): void {
		this.#notices.hear(name, handler);
	}

	async open<K extends BusChannelKind>(nodeId: string, kind: K, head: BusChannelHead<K>): Promise<BusChannel> {
		const { id, channel } = this.#channels.create(nodeId, kind);
		try {
			await this.request(nodeId, 'open-channel', { id, from: this.nodeId, kind, head }, OPEN_WITHIN);
			if (channel.lostEarly) throw new BusError('failed', 'the channel was lost as it was opened');
			return channel;
		} catch (error) {
			channel.terminate();
			throw error;
		}
	}

	accept<K extends BusChannelKind>(kind: K, handler: (head: BusChannelHead<K>, channel: BusChannel) => void): void {
		this.#channels.accept(kind, handler);
	}

	async close(): Promise<void> {
		this.#channels.close();
		// What is on its way goes out first, unless NATS is away.
		if (this.#connected) await this.#nats.drain();
		else await this.#nats.close();
	}

	/** What a listener or a frame does wrong must not stop the connection, which everybody shares. */
	#handleFrame(frame: Uint8Array): void {
		try {
			this.#channels.handle(frame);
		} catch (error) {
			this.#logger.error({ err: error }, 'a frame of another node could not be handled');
		}
	}

	/** An answer may be too large for NATS, or come when the node is closing. */
	#respond(message: Msg, answered: Answered): void {
		try {
			message.respond(JSON.stringify(answered));
		} catch (error) {
			this.#logger.warn({ err: error, subject: message.subject }, 'a request of another node could not be answered');
		}
	}

	async #answer(message: Msg): Promise<Answered> {
		const name = message.subject.slice(message.subject.lastIndexOf('.') + 1);
		const handler = this.#handlers.get(name);
		if (handler === undefined) return { error: `this node does not answer ${name} yet` };
		try {
			const data: unknown = message.json();
			if (fits.get(name)?.data(data) !== true) return { error: `the data of ${name} does not fit the contract` };
			return { reply: await handler(data as never) };
		} catch (error) {
			this.#logger.error({ err: error, request: name }, 'a request of another node failed');
			return { error: 'it failed there' };
		}
	}

	async #watch(): Promise<void> {
		for await (const { type } of this.#nats.status()) {
			if (type === 'disconnect') {
				this.#connected = false;
				this.#logger.warn('NATS is away');
			} else if (type === 'reconnect') {
				this.#connected = true;
				this.#logger.info('NATS is back');
				this.#channels.handleReconnected();
			}
		}
		this.#connected = false;
	}
}

/** The subject of a node; `<subject>.ask.<request>` and `<subject>.channel` follow. */
function subjectOf(nodeId: string): string {
	return `roomcast.${BUS_VERSION}.node.${nodeId}`;
}

function busError(error: unknown): BusError {
	const { message, cause } = error as Error;
	const options = { cause: error };
	if (
		error instanceof NoRespondersError ||
		cause instanceof NoRespondersError ||
		error instanceof ClosedConnectionError
	)
		return new BusError('unreachable', 'no such node is there', options);
	if (error instanceof TimeoutError || cause instanceof TimeoutError)
		return new BusError('timeout', 'the node did not answer', options);
	return new BusError('failed', error instanceof RequestError ? message : String(error), options);
}
