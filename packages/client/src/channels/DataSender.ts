import type { RequestData } from '@roomcast/contract/signalling/requests';
import type { types } from 'mediasoup-client';
import { MeetingError } from '../errors/MeetingError.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import type { Reliability } from './types.ts';

/** How long a channel may take to open, in ms. */
const OPEN_TIME = 10_000;
/** How long the others have to open their end of a new channel, in ms: what is sent before that would miss them. */
const SETTLE_TIME = 400;
/** More unsent bytes than this mean that the network does not keep up. */
const MAX_BUFFERED = 1024 * 1024;

/** One data channel to everybody else (RFC 8831), over one transport. */
export class DataSender {
	readonly #producer: types.DataProducer;
	/** When the others are taken to listen, `performance.now()`. */
	readonly #settledAt = performance.now() + SETTLE_TIME;

	private constructor(producer: types.DataProducer) {
		this.#producer = producer;
	}

	/**
	 * Opens a channel.
	 *
	 * @throws MeetingError 3070 when it does not open; what the server refused
	 */
	static async create(transport: types.Transport, reliability: Reliability): Promise<DataSender> {
		const producer = await transport.produceData({
			ordered: reliability === 'RELIABLE',
			...(reliability === 'RELIABLE' ? {} : { maxRetransmits: 0 }),
			label: reliability,
			appData: { reliability },
		});
		await opened(producer);
		return new DataSender(producer);
	}

	get closed(): boolean {
		return this.#producer.closed;
	}

	/** Waits until the others had time to open their end. */
	async settled(): Promise<void> {
		const left = this.#settledAt - performance.now();
		if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
	}

	/**
	 * Sends one message.
	 *
	 * @throws MeetingError 3070 when the channel is closed or the network does not keep up
	 */
	send(message: ArrayBuffer): void {
		if (this.#producer.bufferedAmount > MAX_BUFFERED)
			throw MeetingError.of('ERROR_SEND_FAILED', `${this.#producer.bufferedAmount} bytes wait to be sent`);
		try {
			this.#producer.send(message);
		} catch (error) {
			throw MeetingError.from(error, 'ERROR_SEND_FAILED');
		}
	}
}

/** Tells the server of the channels that are opened over a transport. */
export function announceChannels(transport: types.Transport, request: RequestOf<'produce-data'>): void {
	transport.on('producedata', ({ sctpStreamParameters, appData }, done, failed) => {
		request('produce-data', {
			transportId: transport.id,
			reliability: appData.reliability as Reliability,
			sctpStreamParameters: sctpStreamParameters as RequestData<'produce-data'>['sctpStreamParameters'],
		}).then(({ dataProducerId }) => done({ id: dataProducerId }), failed);
	});
}

function opened(producer: types.DataProducer): Promise<void> {
	if (producer.readyState === 'open') return Promise.resolve();
	return new Promise((resolve, reject) => {
		const fail = (why: string) => {
			clearTimeout(timer);
			reject(MeetingError.of('ERROR_SEND_FAILED', why));
		};
		const timer = setTimeout(() => {
			producer.close();
			fail(`the channel did not open within ${OPEN_TIME} ms`);
		}, OPEN_TIME);
		producer.once('open', () => {
			clearTimeout(timer);
			resolve();
		});
		producer.once('transportclose', () => fail('the media connection was closed'));
		producer.once('close', () => fail('the channel was closed'));
	});
}
