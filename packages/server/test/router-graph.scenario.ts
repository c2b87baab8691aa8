import { once } from 'node:events';
import { freePortRange } from '@roomcast/testing/net/ports';
import type { types } from 'mediasoup';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { PipeEdge } from '../src/media/graph/PipeEdge.ts';
import { RoomRouter } from '../src/media/graph/RoomRouter.ts';
import { RouterGraph } from '../src/media/graph/RouterGraph.ts';
import type { View } from '../src/media/graph/View.ts';
import { MediaPool } from '../src/media/MediaPool.ts';

let pool: MediaPool;
let home: RoomRouter;
let away: RoomRouter;
let sender: types.DirectTransport;
let receiver: types.DirectTransport;
let graph: RouterGraph;

beforeAll(async () => {
	const logger = pino({ level: 'silent' });
	pool = await MediaPool.create({
		workers: 2,
		firstPort: await freePortRange(2),
		listenIp: '127.0.0.1',
		announcedAddress: '127.0.0.1',
		workerBin: process.env.ROOMCAST_MEDIA_WORKER_BIN,
		spreadFrom: 0,
		logger,
	});
	const routers = await Promise.all(pool.workers.map((worker) => RoomRouter.create(worker, logger)));
	[home, away] = routers as [RoomRouter, RoomRouter];
	[sender, receiver] = await Promise.all([home.router.createDirectTransport(), away.router.createDirectTransport()]);
	graph = new RouterGraph(PipeEdge.create);
});
afterAll(() => pool?.close());

const CODECS = {
	audio: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 },
	video: {
		mimeType: 'video/VP8',
		payloadType: 96,
		clockRate: 90_000,
		rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
	},
} as const;

let streams = 0;

/** Somebody who sends to the router `home`, a packet of each encoding at a time. */
async function stream(kind: 'audio' | 'video', encodings = 1) {
	const ssrc = 1000 * ++streams;
	const { rtcpFeedback = [], ...codec } = { rtcpFeedback: [], ...CODECS[kind] };
	const producer = await sender.produce({
		kind,
		rtpParameters: {
			codecs: [{ ...codec, rtcpFeedback: [...rtcpFeedback] }],
			encodings: Array.from({ length: encodings }, (_, index) => ({ ssrc: ssrc + index })),
		},
		appData: { participantId: 'ann', kind, width: 0, height: 0 },
	});
	onTestFinished(() => producer.close());
	graph.add(producer, home);
	let sent = 0;
	return {
		producer,
		/**
		 * @param key whether a key frame begins with it
		 * @param tag its last byte
		 */
		send(key = true, tag = 0) {
			sent++;
			for (let index = 0; index < encodings; index++) {
				const packet = Buffer.alloc(40);
				packet.set([0x80, 0x80 | codec.payloadType]);
				packet.writeUInt16BE(sent & 0xffff, 2);
				packet.writeUInt32BE(sent * 960, 4);
				packet.writeUInt32BE(ssrc + index, 8);
				// RFC 7741, sections 4.2 and 4.3: the beginning of a frame, and whether it is a key frame.
				packet.set(kind === 'audio' ? [0xfc] : [0x10, key ? 0 : 1], 12);
				packet[39] = tag;
				producer.send(packet);
			}
		},
	};
}

/** A viewer on the router `away`, and the packets that arrive there. */
async function viewer(producer: types.Producer, view: View) {
	const consumer = await receiver.consume({ producerId: producer.id, rtpCapabilities: away.router.rtpCapabilities });
	const arrived: Buffer[] = [];
	consumer.on('rtp', (packet) => arrived.push(packet));
	return { consumer, arrived, view };
}

const look = async (producer: types.Producer) => viewer(producer, await graph.view(producer, away));

/** Sends until something arrives. */
async function arrives(send: () => void, arrived: readonly unknown[]): Promise<void> {
	const before = arrived.length;
	await vi.waitFor(
		() => {
			send();
			expect(arrived.length).toBeGreaterThan(before);
		},
		{ timeout: 5000, interval: 20 },
	);
}

/** Resolves when both workers have done what they were asked before. */
const done = () => Promise.all(pool.workers.map((worker) => worker.cpuTime()));

/** @returns waits until everything has crossed that was sent before: a packet of another stream comes behind it */
async function barrier(): Promise<() => Promise<void>> {
	const { producer, send } = await stream('audio');
	const { arrived, view } = await look(producer);
	view.flow(true);
	let tag = 0;
	return async () => {
		tag++;
		await done();
		await vi.waitFor(
			() => {
				send(true, tag);
				expect(arrived.at(-1)?.at(-1)).toBe(tag);
			},
			{ timeout: 5000, interval: 20 },
		);
	};
}

it.each(['audio', 'video'] as const)('%s crosses once for all who want it, and only while one does', async (kind) => {
	const { producer, send } = await stream(kind);
	const people = await Promise.all([look(producer), look(producer), look(producer)]);
	const [ann, ben] = people;
	if (ann === undefined || ben === undefined) throw new Error('there are three');
	expect(away.worker.pipes.size).toBe(1);
	const crossed = await barrier();
	for (let n = 0; n < 20; n++) send();
	await crossed();
	expect(people.map(({ arrived }) => arrived.length)).toEqual([0, 0, 0]);

	ann.view.flow(true);
	await Promise.all(people.map(({ arrived }) => arrives(send, arrived)));
	ann.view.flow(false);
	await crossed();
	const before = people.map(({ arrived }) => arrived.length);
	for (let n = 0; n < 20; n++) send();
	await crossed();
	expect(people.map(({ arrived }) => arrived.length)).toEqual(before);
	ben.view.flow(true);
	await arrives(send, ben.arrived);

	for (const { view, consumer } of people) {
		// And the one of the barrier.
		expect(away.worker.pipes.size).toBe(2);
		consumer.close();
		view.release();
	}
	expect(away.worker.pipes.size).toBe(1);
	// Somebody who comes now has a pipe again, under the same id.
	const late = await look(producer);
	late.view.flow(true);
	await arrives(send, late.arrived);
});

it('all encodings of a simulcast cross, and viewers get one of them', async () => {
	const { producer, send } = await stream('video', 3);
	const { arrived, consumer, view } = await look(producer);
	view.flow(true);
	expect(consumer.type).toBe('simulcast');
	await consumer.setPreferredLayers({ spatialLayer: 2 });
	await arrives(send, arrived);
	const ssrcs = new Set(arrived.map((packet) => packet.readUInt32BE(8)));
	expect(ssrcs.size).toBe(1);
	await vi.waitFor(() => {
		send();
		expect(consumer.score.producerScores).toEqual([10, 10, 10]);
	}, 5000);
});

it('key frames are asked for once, however many viewers want one', async () => {
	const { producer, send } = await stream('video');
	let asked = 0;
	// RFC 4585, section 6.3.1: a picture loss indication.
	sender.on('rtcp', (packet) => {
		if ((packet[1] ?? 0) === 206 && ((packet[0] ?? 0) & 0x1f) === 1) asked++;
	});
	const people = await Promise.all([look(producer), look(producer), look(producer)]);
	for (const { view } of people) view.flow(true);
	await Promise.all(people.map(({ arrived }) => arrives(send, arrived)));
	const all = () => Promise.all(people.map(({ consumer }) => consumer.requestKeyFrame()));
	const before = asked;
	await all();
	await vi.waitFor(() => expect(asked).toBe(before + 1), 5000);
	await all();
	await done();
	send(false);
	await done();
	expect(asked).toBe(before + 1);
});

it('a muted stream is muted on the other router, too, and ends there with the original', async () => {
	const { producer } = await stream('audio');
	const { consumer } = await look(producer);
	const muted = once(consumer, 'producerpause');
	await producer.pause();
	await muted;
	// One who comes meanwhile finds it so.
	expect((await look(producer)).consumer.producerPaused).toBe(true);
	const unmuted = once(consumer, 'producerresume');
	await producer.resume();
	await unmuted;
	const ended = once(consumer, 'producerclose');
	producer.close();
	await ended;
	expect(away.worker.pipes.size).toBe(0);
	await expect(graph.view(producer, away)).rejects.toThrow();
});

it('messages of data channels cross', async () => {
	const producer = await sender.produceData();
	graph.add(producer, home);
	const views = await Promise.all([graph.view(producer, away), graph.view(producer, away)]);
	const consumer = await receiver.consumeData({ dataProducerId: producer.id });
	const received = once(consumer, 'message');
	producer.send('hello');
	expect(`${(await received)[0]}`).toBe('hello');
	const large = once(consumer, 'message');
	producer.send(Buffer.alloc(15_000, 1));
	expect((await large)[0]).toHaveLength(15_000);
	for (const view of views) view.release();
	expect(away.worker.pipes.size).toBe(0);
});

it('loads of workers count what crosses', async () => {
	const before = [home, away].map(({ worker }) => worker.load);
	const { producer } = await stream('audio');
	const view = await graph.view(producer, away);
	expect([home, away].map(({ worker }) => worker.load)).toEqual(before.map((load) => load + 1));
	view.release();
	expect([home, away].map(({ worker }) => worker.load)).toEqual(before);
});

it('when a worker dies, what came from it ends on the other', async () => {
	const { producer } = await stream('audio');
	const { consumer } = await look(producer);
	const ended = once(consumer, 'producerclose');
	const lost = once(home, 'lost');
	process.kill(home.worker.pid, 'SIGKILL');
	await Promise.all([ended, lost]);
	expect([producer.closed, away.worker.pipes.size, away.closed]).toEqual([true, 0, false]);
	await expect(graph.view(producer, away)).rejects.toThrow();
});
