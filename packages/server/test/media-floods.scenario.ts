import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { observer, type types } from 'mediasoup';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { clientHello } from './support/wire/dtls.ts';
import { RtpPublisher } from './support/wire/RtpPublisher.ts';
import { bindingRequest } from './support/wire/stun.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Datagrams of one flood. */
const FLOOD = 5_000;
/** Datagrams for each packet of the healthy call, between two answers of the worker: about what it reads at once. */
const BURST = 25;
/** CPU time of the worker for a datagram that it throws away, in ms. Measured: 0.003 to 0.02. */
const COST = 0.2;

let server: TestServer;
let worker: types.Worker;
let router: types.Router;
let target: { address: string; port: number };
let call: { publisher: RtpPublisher; roomId: string; client: SignallingClient };
let receiver: Receiver;
let stranger: Socket;

/** What a participant of the room would get of the publisher, counted. */
class Receiver {
	/** Packets that arrived. */
	count = 0;
	readonly #socket: Socket;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on('message', (packet) => {
			// Packets of payload types 200 to 204 are RTCP.
			if ((packet[1] ?? 0) < 200 || (packet[1] ?? 0) > 204) this.count++;
		});
	}

	static async open(producer: types.Producer): Promise<Receiver> {
		const socket = createSocket('udp4').bind(0, '127.0.0.1');
		await once(socket, 'listening');
		const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' } });
		await transport.connect({ ip: '127.0.0.1', port: socket.address().port });
		await transport.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
		return new Receiver(socket);
	}

	close(): void {
		this.#socket.close();
	}
}

beforeAll(async () => {
	const started = new Promise<types.Worker>((resolve) => observer.once('newworker', resolve));
	server = await TestServer.create({ ROOMCAST_MAX_INCOMING_BITRATE: '0' });
	worker = await started;
	const opened = new Promise<types.Router>((resolve) => worker.observer.once('newrouter', resolve));
	const produced = opened.then(
		(first) =>
			new Promise<types.Producer>((resolve) => {
				router = first;
				first.observer.on('newtransport', (transport) => transport.observer.once('newproducer', resolve));
			}),
	);
	const { roomId } = await server.room();
	const { client, joined } = await SignallingClient.join(server.url, {
		token: await server.token(),
		roomId,
		participantId: 'ann',
	});
	const candidate = joined.media.sendTransport?.iceCandidates.find(({ protocol }) => protocol === 'udp');
	target = { address: candidate?.address ?? '', port: candidate?.port ?? 0 };
	const publisher = await RtpPublisher.publish(server, { roomId, participantId: 'bob', kind: 'audio' });
	call = { publisher, roomId, client };
	receiver = await Receiver.open(await produced);
	stranger = createSocket('udp4').bind(0, '127.0.0.1');
	await once(stranger, 'listening');
});

afterAll(async () => {
	receiver?.close();
	stranger?.close();
	await call?.publisher.close();
	call?.client.close();
	await server?.close();
});

afterEach(async () => {
	// Whatever came: the same worker carries the call, and the call is heard.
	expect(worker.closed).toBe(false);
	const before = receiver.count;
	for (let i = 0; i < 10; i++) call.publisher.send(100);
	await vi.waitFor(() => expect(receiver.count).toBeGreaterThanOrEqual(before + 10), 10_000);
});

const cpu = async () => {
	const { ru_utime, ru_stime } = await worker.getResourceUsage();
	return ru_utime + ru_stime;
};

/**
 * Sends a flood, and beside it a packet of the healthy call for each burst. All but a few of them must arrive.
 *
 * @returns ms of CPU time that the worker took for each datagram
 */
async function flood(send: () => unknown, count = FLOOD): Promise<number> {
	const [cpuBefore, receivedBefore, sentBefore] = [await cpu(), receiver.count, call.publisher.sent];
	for (let i = 0; i < count; i++) {
		await send();
		if (i % BURST !== 0) continue;
		call.publisher.send(100);
		// An answer of the worker: it has read what came before.
		await worker.getResourceUsage();
	}
	const sent = call.publisher.sent - sentBefore;
	expect(sent).toBeGreaterThanOrEqual(count / BURST);
	await vi.waitFor(() => expect(receiver.count - receivedBefore).toBeGreaterThanOrEqual(0.95 * sent), 10_000);
	return ((await cpu()) - cpuBefore) / count;
}

const toPort = (packet: Buffer) =>
	new Promise<void>((resolve) => stranger.send(packet, target.port, target.address, () => resolve()));

/** How many answers strangers got in the course of something. */
async function answersDuring(what: () => Promise<unknown>): Promise<number> {
	let answers = 0;
	const count = () => {
		answers++;
	};
	stranger.on('message', count);
	await what();
	stranger.off('message', count);
	return answers;
}

/** RTP, as its header goes, of nobody that the worker knows. */
const someRtp = () => Buffer.concat([Buffer.from([0x80, 111]), randomBytes(110)]);
/** RTCP of a kind that exists. */
const someRtcp = () => Buffer.concat([Buffer.from([0x80, 200, 0, 6]), randomBytes(24)]);
const hello = clientHello({ suites: [0xc02b] });

describe('strangers at the UDP port', () => {
	it.each([
		['garbage', () => randomBytes(200)],
		['RTP', someRtp],
		['RTCP', someRtcp],
		[
			'STUN with user names that nobody has',
			() => bindingRequest({ usernameFragment: randomBytes(16).toString('hex'), password: 'x' }),
		],
		['DTLS ClientHellos', () => hello],
	])('get no answer to %s, and a call beside goes on', async (_what, packet) => {
		const answers = await answersDuring(async () => {
			expect(await flood(() => toPort(packet()))).toBeLessThan(COST);
		});
		expect(answers).toBe(0);
	});
});

describe('a participant, from the address that its ICE was verified with', () => {
	it.each([
		['SRTP that nobody signed', someRtp],
		['SRTCP that nobody signed', someRtcp],
		[
			'RTP headers that promise more than there is',
			() => Buffer.from([0xbf, 111, 0, 1, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0xbe, 0xde, 0xff, 0xff]),
		],
		['single bytes', () => Buffer.from([0x80])],
		[
			'DTLS records that do not decrypt',
			() => Buffer.concat([Buffer.from([23, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, 40]), randomBytes(40)]),
		],
		['ClientHellos after its handshake', () => hello],
	])('may send %s: it is dropped, and its own call goes on', async (_what, packet) => {
		expect(await flood(() => call.publisher.sendRaw(packet()))).toBeLessThan(COST);
	});

	it('may flood with SRTP of its own: a call beside it continues', async () => {
		const flooder = await RtpPublisher.publish(server, {
			roomId: call.roomId,
			participantId: 'flooder',
			kind: 'video',
		});
		await flood(() => flooder.send(1000), 3000);
		await flooder.close();
	});
});

it('a handshake waits for the peer whose ICE was verified: a ClientHello of another address is not answered', async () => {
	const transport = await router.createWebRtcTransport({ webRtcServer: webRtcServer(), enableUdp: true });
	await transport.connect({
		dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AA').join(':') }] },
	});
	const peer = createSocket('udp4').bind(0, '127.0.0.1');
	await once(peer, 'listening');
	const ask = (socket: Socket, packet: Buffer) => {
		const answer = once(socket, 'message').then(([message]) => message as Buffer);
		socket.send(packet, target.port, target.address);
		return answer;
	};
	// The stranger comes first, and again when the peer is verified.
	let toStranger = 0;
	stranger.on('message', () => {
		toStranger++;
	});
	await toPort(hello);
	await ask(peer, bindingRequest(transport.iceParameters));
	await toPort(hello);
	// The worker tells of it by a notification, which may come after answers that were asked for later.
	await vi.waitFor(() => expect(transport.dtlsState).toBe('connecting'), 10_000);
	// The peer gets its ServerHello.
	const answer = await ask(peer, hello);
	expect(answer[0]).toBe(22);
	expect(toStranger).toBe(0);
	peer.close();
	transport.close();
});

function webRtcServer(): types.WebRtcServer {
	const [first] = (worker as types.Worker & { webRtcServersForTesting: Set<types.WebRtcServer> })
		.webRtcServersForTesting;
	if (first === undefined) throw new Error('the worker has a port');
	return first;
}

it('a certificate that is not the one of the offer ends the transport: nothing of it is taken', async () => {
	const states: string[] = [];
	const packets: number[] = [];
	const follow = (transport: types.Transport) => {
		(transport as types.WebRtcTransport).observer.on('dtlsstatechange', (state) => states.push(state));
		transport.observer.on('newproducer', (producer) => {
			producer.observer.on('score', (scores) => packets.push(scores.length));
		});
	};
	router.observer.on('newtransport', follow);
	const impostor = RtpPublisher.publish(
		server,
		{ roomId: call.roomId, participantId: 'impostor', kind: 'audio' },
		(offer) => offer.replace(/^(a=fingerprint:sha-256 ).*$/gm, `$1${Array(32).fill('AB').join(':')}`),
	);
	// Its own end takes the handshake for done, or gives up: what counts is the server.
	impostor.then(
		(publisher) => publisher.sendEvery20Ms(1, 100),
		() => {},
	);
	await vi.waitFor(() => expect(states).toContain('failed'), 30_000);
	expect(states).not.toContain('connected');
	await call.client.notification('participant-left', ({ participantId }) => participantId === 'impostor', 30_000);
	expect(packets).toEqual([]);
	router.observer.off('newtransport', follow);
	await Promise.race([impostor.then((publisher) => publisher.close()).catch(() => {}), Promise.resolve()]);
});
