/**
 * What a pipe between two media workers costs: one camera in three sizes with its microphone, and viewers who get the
 * largest size, all on the worker of the sender, all on the other one, or half of them on each.
 *
 *   npm run bench -- pipe [VIEWERS] [SECONDS]
 *
 * Prints the CPU time of both workers in ms a second, and how long a packet is on its way to a viewer of each worker.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { types } from 'mediasoup';
import { pino } from 'pino';
import { PipeEdge } from '../packages/server/src/media/graph/PipeEdge.ts';
import { RoomRouter } from '../packages/server/src/media/graph/RoomRouter.ts';
import { RouterGraph } from '../packages/server/src/media/graph/RouterGraph.ts';
import { MediaPool } from '../packages/server/src/media/MediaPool.ts';
import { freePortRange } from '../packages/testing/src/net/ports.ts';

const VIEWERS = Number(process.argv[2] ?? 50);
const SECONDS = Number(process.argv[3] ?? 5);
/** Packets a second of each size, of 1100 bytes: 150, 500 and 1500 kbit/s. */
const SIZES = [17, 57, 170];
/** Packets a second of the microphone, of 80 bytes. */
const SOUND = 50;
const TICK = 10;

const logger = pino({ level: 'silent' });
const pool = await MediaPool.create({
	workers: 2,
	firstPort: await freePortRange(2),
	listenIp: '127.0.0.1',
	announcedAddress: '127.0.0.1',
	workerBin: process.env.ROOMCAST_MEDIA_WORKER_BIN,
	spreadFrom: 0,
	logger,
});
// Nobody reads what viewers get: the kernel throws it away.
const sink = await open();
try {
	const [home, away] = await Promise.all(pool.workers.map((worker) => RoomRouter.create(worker, logger)));
	if (home === undefined || away === undefined) throw new Error('there are two');
	const graph = new RouterGraph(PipeEdge.create);
	const producers = await send(home, graph);
	console.log(`${VIEWERS} viewers of one camera and microphone, CPU time of the workers in ms a second:`);
	for (const [label, here] of [
		['all on the worker of the sender', VIEWERS],
		['half on either worker', Math.floor(VIEWERS / 2)],
		['all on the other worker', 0],
	] as const) {
		const close = [await watch(producers, graph, home, here), await watch(producers, graph, away, VIEWERS - here)];
		// The first key frames, and the first reports.
		await sleep(1000);
		const before = await Promise.all(pool.workers.map((worker) => worker.cpuTime()));
		const from = performance.now();
		await sleep(SECONDS * 1000);
		const after = await Promise.all(pool.workers.map((worker) => worker.cpuTime()));
		const seconds = (performance.now() - from) / 1000;
		const used = after.map((time, index) => (time - (before[index] ?? 0)) / seconds);
		const [one = 0, other = 0] = used;
		const numbers = `${one.toFixed(0).padStart(5)} + ${other.toFixed(0).padStart(4)} = ${(one + other).toFixed(0).padStart(5)}`;
		console.log(`  ${label.padEnd(32)} ${numbers}`);
		for (const end of close) end();
	}
	const delays = await Promise.all([delay(home, home, graph), delay(home, away, graph)]);
	console.log('ms from the sender to a viewer in this process, p50 and p95:');
	for (const [label, sorted] of [
		['on the worker of the sender', delays[0]],
		['on the other worker', delays[1]],
	] as const) {
		const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? Number.NaN).toFixed(2).padStart(6);
		console.log(`  ${label.padEnd(32)} ${at(0.5)} ${at(0.95)}`);
	}
} finally {
	sink.close();
	pool.close();
}

function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

async function open(): Promise<Socket> {
	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	await once(socket, 'listening');
	return socket;
}

function packet(payloadType: number, ssrc: number, sequence: number, timestamp: number, bytes: number): Buffer {
	const data = Buffer.alloc(12 + bytes);
	data.set([0x80, 0x80 | payloadType]);
	data.writeUInt16BE(sequence & 0xffff, 2);
	data.writeUInt32BE(timestamp >>> 0, 4);
	data.writeUInt32BE(ssrc, 8);
	// RFC 7741, section 4.2: each packet is a key frame, so that nobody waits for one.
	data[12] = 0x10;
	return data;
}

/** A camera and a microphone that send until the end. */
async function send(home: RoomRouter, graph: RouterGraph): Promise<types.Producer[]> {
	const transport = await home.router.createPlainTransport({
		listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
		comedia: true,
		rtcpMux: true,
	});
	const socket = await open();
	socket.unref();
	const appData = { participantId: 'sender', kind: 'video', width: 1280, height: 720 };
	const video = await transport.produce({
		kind: 'video',
		rtpParameters: {
			codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
			encodings: SIZES.map((_, index) => ({ ssrc: 100 + index })),
		},
		appData,
	});
	const audio = await transport.produce({
		kind: 'audio',
		rtpParameters: {
			codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
			encodings: [{ ssrc: 200 }],
		},
		appData: { ...appData, kind: 'audio' },
	});
	for (const producer of [video, audio]) graph.add(producer, home);
	const streams = [
		...SIZES.map((rate, index) => ({ rate, payloadType: 96, ssrc: 100 + index, clock: 90, bytes: 1100, sent: 0 })),
		{ rate: SOUND, payloadType: 111, ssrc: 200, clock: 48, bytes: 80, sent: 0 },
	];
	const began = performance.now();
	setInterval(() => {
		const elapsed = performance.now() - began;
		for (const stream of streams)
			for (; stream.sent < (elapsed / 1000) * stream.rate; stream.sent++) {
				const { payloadType, ssrc, sent, clock, bytes } = stream;
				socket.send(packet(payloadType, ssrc, sent, elapsed * clock, bytes), transport.tuple.localPort, '127.0.0.1');
			}
	}, TICK).unref();
	return [video, audio];
}

/** Viewers on a router. @returns what ends them */
async function watch(
	producers: types.Producer[],
	graph: RouterGraph,
	at: RoomRouter,
	count: number,
): Promise<() => void> {
	const ends: (() => void)[] = [];
	for (let viewer = 0; viewer < count; viewer++) {
		const transport = await at.router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' } });
		await transport.connect({ ip: '127.0.0.1', port: sink.address().port });
		ends.push(() => transport.close());
		for (const producer of producers) {
			const view = await graph.view(producer, at);
			view.flow(true);
			ends.push(view.release);
			await transport.consume({ producerId: producer.id, rtpCapabilities: at.router.rtpCapabilities });
		}
	}
	return () => {
		for (const end of ends) end();
	};
}

/** ms from a sender to a viewer that are both in this process, least first. */
async function delay(home: RoomRouter, at: RoomRouter, graph: RouterGraph): Promise<number[]> {
	const [sender, receiver] = await Promise.all([
		home.router.createDirectTransport(),
		at.router.createDirectTransport(),
	]);
	const producer = await sender.produce({
		kind: 'audio',
		rtpParameters: {
			codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
			encodings: [{ ssrc: 300 }],
		},
		appData: { participantId: 'sender', kind: 'audio', width: 0, height: 0 },
	});
	graph.add(producer, home);
	const view = await graph.view(producer, at);
	view.flow(true);
	const consumer = await receiver.consume({ producerId: producer.id, rtpCapabilities: at.router.rtpCapabilities });
	const sent = new Map<number, number>();
	const delays: number[] = [];
	consumer.on('rtp', (data) => {
		const at = sent.get(data.readUInt32BE(4));
		if (at !== undefined) delays.push(performance.now() - at);
	});
	for (let n = 0; n < 200; n++) {
		sent.set(n * 960, performance.now());
		producer.send(packet(111, 300, n, n * 960, 80));
		await sleep(TICK);
	}
	producer.close();
	return delays.sort((a, b) => a - b);
}
