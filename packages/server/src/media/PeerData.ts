import { EventEmitter } from 'node:events';
import { type DataConsumerInfo, MAX_DATA_MESSAGE, type RequestData } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { View } from './graph/View.ts';
import { resetChannel } from './resetChannel.ts';

/** What is remembered with every data producer. */
interface DataAppData {
	readonly participantId: string;
	readonly reliability: 'RELIABLE' | 'UNRELIABLE';
	[key: string]: unknown;
}

export interface PeerDataEvents {
	produced: [types.DataProducer];
	added: [DataConsumerInfo];
	closed: [dataConsumerId: string];
}

/** Room for the largest message of `send` and nothing more, in bytes. */
export const MAX_SCTP_MESSAGE = MAX_DATA_MESSAGE + 1024;

/** The data channels of one participant (RFC 8831): what it sends, and what it is sent, one channel per sender. */
export class PeerData extends EventEmitter<PeerDataEvents> {
	readonly #participantId: string;
	readonly #logger: Logger;
	readonly #producers = new Map<string, types.DataProducer>();
	readonly #consumers = new Map<string, types.DataConsumer>();
	readonly #consumed = new Set<string>();

	constructor(participantId: string, logger: Logger) {
		super();
		this.#participantId = participantId;
		this.#logger = logger;
	}

	get producers(): types.DataProducer[] {
		return [...this.#producers.values()];
	}

	/** What it is sent now. */
	get consumers(): DataConsumerInfo[] {
		return [...this.#consumers.values()].map(info);
	}

	/** Opens a channel to everybody; an older one of the same reliability ends. */
	async produce(transport: types.WebRtcTransport, request: RequestData<'produce-data'>): Promise<types.DataProducer> {
		const { reliability, sctpStreamParameters } = request;
		const appData: DataAppData = { participantId: this.#participantId, reliability };
		const producer = await transport.produceData({
			sctpStreamParameters: sctpStreamParameters as types.SctpStreamParameters,
			appData,
		});
		for (const older of this.producers) if ((older.appData as DataAppData).reliability === reliability) older.close();
		this.#producers.set(producer.id, producer);
		producer.observer.once('close', () => this.#producers.delete(producer.id));
		this.emit('produced', producer);
		return producer;
	}

	/**
	 * Gets what another participant sends.
	 *
	 * @param view makes it available on the router of the transport
	 */
	async consume(
		transport: types.WebRtcTransport,
		producer: types.DataProducer,
		announce: boolean,
		view: (producer: types.DataProducer) => Promise<View>,
	): Promise<void> {
		if (this.#consumed.has(producer.id)) return;
		this.#consumed.add(producer.id);
		let viewed: View | undefined;
		try {
			viewed = await view(producer);
			const { release } = viewed;
			const consumer = await transport.consumeData({ dataProducerId: producer.id, appData: producer.appData });
			this.#consumers.set(consumer.id, consumer);
			consumer.observer.once('close', () => {
				release();
				this.#consumers.delete(consumer.id);
				this.#consumed.delete(producer.id);
				this.emit('closed', consumer.id);
			});
			if (announce) this.emit('added', info(consumer));
		} catch (error) {
			viewed?.release();
			resetChannel(transport);
			this.#consumed.delete(producer.id);
			if (!producer.closed && !transport.closed)
				this.#logger.warn({ err: error }, 'data consumer could not be created');
		}
	}
}

function info(consumer: types.DataConsumer): DataConsumerInfo {
	const { participantId, reliability } = consumer.appData as DataAppData;
	return {
		id: consumer.id,
		dataProducerId: consumer.dataProducerId,
		participantId,
		reliability,
		sctpStreamParameters: (consumer.sctpStreamParameters ?? {}) as DataConsumerInfo['sctpStreamParameters'],
	};
}
