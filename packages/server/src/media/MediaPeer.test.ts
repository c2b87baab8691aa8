import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { LOCAL_VIEW } from './graph/View.ts';
import { MediaPeer } from './MediaPeer.ts';

/** A transport whose worker answers in the order in which a test lets it. */
class FakeTransport {
	readonly id = 'transport';
	readonly closed = false;
	readonly iceParameters = {};
	readonly iceCandidates = [];
	readonly dtlsParameters = {};
	readonly #answers = new Map<string, () => void>();

	consume({ producerId, paused }: { producerId: string; paused: boolean }) {
		const consumer = {
			...receiver(producerId),
			kind: 'audio',
			type: 'simple',
			rtpParameters: {},
			producerPaused: false,
			paused,
		};
		return this.#later(producerId, { ...consumer, producerId, on: () => consumer });
	}

	consumeData({ dataProducerId, appData }: { dataProducerId: string; appData: object }) {
		return this.#later(dataProducerId, { ...receiver(dataProducerId), dataProducerId, appData });
	}

	async answer(producerId: string): Promise<void> {
		// It is asked when the stream is on its router.
		await turn();
		this.#answers.get(producerId)?.();
		await turn();
	}

	#later<T>(producerId: string, value: T): Promise<T> {
		return new Promise((resolve) => this.#answers.set(producerId, () => resolve(value)));
	}
}

const receiver = (of: string) => ({ id: `of ${of}`, closed: false, observer: new EventEmitter() });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const sent = (id: string) => ({ id, closed: false, appData: { participantId: 'other' }, rtpParameters: {} });
const producer = (id: string) => sent(id) as unknown as types.Producer;
const dataProducer = (id: string) => sent(id) as unknown as types.DataProducer;

it('what begins while its media is opened is offered or told of, and only once', async () => {
	const transport = new FakeTransport();
	const peer = new MediaPeer(
		{ participantId: 'p', mode: 'RECV_ONLY', rtpCapabilities: {} as never },
		{
			router: { createWebRtcTransport: async () => transport } as unknown as types.Router,
			webRtcServer: {} as types.WebRtcServer,
			logger: pino({ level: 'silent' }),
			maxIncomingBitrate: 0,
			producers: () => [producer('before')],
			dataProducers: () => [dataProducer('data before')],
			dataProduced: () => {},
			produced: () => {},
			canConsume: () => true,
			view: async () => LOCAL_VIEW,
			changeLoad: () => {},
		},
	);
	const told: string[] = [];
	peer.on('consumer-added', ({ producerId }) => told.push(producerId));
	peer.on('data-consumer-added', ({ dataProducerId }) => told.push(dataProducerId));
	const offered = peer
		.open()
		.then(() => [
			...peer.consumers.map((one) => one.producerId),
			...peer.dataConsumers.map((one) => one.dataProducerId),
		]);
	await turn();
	void peer.consume(producer('meanwhile'));
	void peer.consumeData(dataProducer('data meanwhile'));
	for (const id of ['before', 'data before', 'meanwhile']) await transport.answer(id);
	void peer.consume(producer('at the end'));
	for (const id of ['data meanwhile', 'at the end']) await transport.answer(id);
	void peer.consume(producer('afterwards'));
	await transport.answer('afterwards');

	const all = ['before', 'meanwhile', 'at the end', 'data before', 'data meanwhile'];
	expect({ offered: await offered, told }).toEqual({ offered: all, told: ['afterwards'] });
});
