import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { freePortRange } from '@roomcast/testing/net/ports';
import type { types } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROUTER_CODECS } from '../src/media/codecs.ts';
import { createLocalWorker } from '../src/media/createLocalWorker.ts';
import type { MediaWorker } from '../src/media/MediaWorker.ts';
import { bindingRequest, framed, type IceCredentials, isBindingSuccess } from './support/wire/stun.ts';

vi.setConfig({ testTimeout: 120_000 });

/** As in UnverifiedConnections.hpp of the worker's additions. */
const VERIFY_WITHIN = 8_000;
const MAX_PER_ADDRESS = 64;
const MAX_IN_ALL = 512;

const BIN = process.env.ROOMCAST_MEDIA_WORKER_BIN;
/** A prebuilt worker has no bounds; docs/media-worker.md says so. */
const isOurs = BIN === undefined || (await readFile(BIN)).includes('roomcast-unverified-connections');

let worker: MediaWorker;
let router: types.Router;
beforeAll(async () => {
	worker = await createLocalWorker({
		listenIp: '0.0.0.0',
		announcedAddress: '127.0.0.1',
		port: await freePortRange(1),
		bin: BIN,
	});
	router = await worker.createRouter(ROUTER_CODECS);
});
afterAll(() => worker?.close());

/** A TCP connection to the media port, and what became of it. */
class MediaConnection {
	readonly received: Buffer[] = [];
	readonly closed: Promise<void>;
	isClosed = false;
	readonly #socket: Socket;

	private constructor(socket: Socket) {
		this.#socket = socket;
		this.closed = new Promise((resolve) => {
			socket.once('close', () => {
				this.isClosed = true;
				resolve();
			});
		});
		socket.on('error', () => {});
		socket.on('data', (chunk) => this.received.push(chunk));
	}

	/** @param localAddress any of 127.0.0.0/8: each is an address of its own */
	static async open(localAddress = '127.0.0.1'): Promise<MediaConnection> {
		const socket = connect({ port: worker.port, host: '127.0.0.1', localAddress });
		const connection = new MediaConnection(socket);
		await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
		return connection;
	}

	static async openAll(count: number, localAddress?: string): Promise<MediaConnection[]> {
		const all: MediaConnection[] = [];
		// One after the other: which is the oldest matters.
		for (let i = 0; i < count; i++) all.push(await MediaConnection.open(localAddress));
		return all;
	}

	send(data: Buffer): void {
		this.#socket.write(data);
	}

	/** Sends as much as the other end takes. */
	async sendAll(data: Buffer): Promise<void> {
		if (!this.#socket.write(data)) await new Promise((resolve) => this.#socket.once('drain', resolve));
	}

	stopReading(): void {
		this.#socket.pause();
	}

	/** Asks as a participant does, and waits for the answer. */
	async verify(credentials: IceCredentials): Promise<void> {
		this.received.length = 0;
		this.send(framed(bindingRequest(credentials)));
		await vi.waitFor(() => expect(isBindingSuccess(Buffer.concat(this.received).subarray(2))).toBe(true), 10_000);
	}

	end(): void {
		this.#socket.destroy();
	}
}

async function transport(): Promise<types.WebRtcTransport> {
	return router.createWebRtcTransport({
		webRtcServer: worker.webRtcServer,
		enableTcp: true,
		// As long as the test: nobody renews the consent.
		iceConsentTimeout: 60,
	});
}

const openOf = (connections: readonly MediaConnection[]) => connections.filter(({ isClosed }) => !isClosed);
const endAll = (connections: readonly MediaConnection[]) => {
	for (const connection of connections) connection.end();
};

describe.skipIf(!isOurs)('TCP connections to a media port', () => {
	it('end after 8 s without a valid STUN Binding request, while one of a participant stays', async () => {
		const participant = await transport();
		const verified = await MediaConnection.open();
		await verified.verify(participant.iceParameters);
		const started = performance.now();
		const silent = await MediaConnection.open();
		// One byte a second is no request either.
		const slow = await MediaConnection.open();
		const drip = setInterval(() => slow.send(Buffer.from([0])), 4000);
		slow.send(Buffer.from([0]));
		// Who knows the name of a transport, but not its password.
		const impostor = await MediaConnection.open();
		impostor.send(framed(bindingRequest({ ...participant.iceParameters, password: 'wrong' })));
		await vi.waitFor(() => expect(impostor.received.length).toBeGreaterThan(0), 10_000);
		expect(isBindingSuccess(Buffer.concat(impostor.received).subarray(2))).toBe(false);

		await Promise.all([silent.closed, slow.closed, impostor.closed]);
		clearInterval(drip);
		expect(performance.now() - started).toBeGreaterThan(VERIFY_WITHIN - 1000);
		expect(verified.isClosed).toBe(false);
		await verified.verify(participant.iceParameters);
		participant.close();
		await verified.closed;
	});

	it.each([
		['RTP before STUN', framed(Buffer.from([0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3]))],
		['DTLS before STUN', framed(Buffer.from([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]))],
		['an empty frame', Buffer.from([0, 0])],
		['a frame longer than any STUN packet', Buffer.from([0xff, 0xff, 1])],
		['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
		['STUN for a transport that there is not', framed(bindingRequest({ usernameFragment: 'x', password: 'y' }))],
	])('are closed at once after %s', async (_what, data) => {
		const connection = await MediaConnection.open();
		const started = performance.now();
		connection.send(data);
		await connection.closed;
		expect(performance.now() - started).toBeLessThan(VERIFY_WITHIN - 2000);
	});

	it('are 64 of one address that say nothing: one more takes the place of the oldest', async () => {
		const participant = await transport();
		const verified = await MediaConnection.open();
		await verified.verify(participant.iceParameters);
		const elsewhere = await MediaConnection.open('127.0.0.2');
		const silent = await MediaConnection.openAll(MAX_PER_ADDRESS + 20);
		await vi.waitFor(() => expect(openOf(silent).length).toBeLessThanOrEqual(MAX_PER_ADDRESS), 5000);
		// Who comes now is heard.
		const late = await MediaConnection.open();
		await late.verify(participant.iceParameters);
		expect([verified, elsewhere, late].map(({ isClosed }) => isClosed)).toEqual([false, false, false]);
		endAll([...silent, verified, late, elsewhere]);
		participant.close();
	});

	it('are 512 in all that say nothing', async () => {
		const silent: MediaConnection[] = [];
		for (let address = 11; address < 20; address++) {
			silent.push(...(await MediaConnection.openAll(MAX_PER_ADDRESS - 1, `127.0.0.${address}`)));
		}
		expect(silent.length).toBeGreaterThan(MAX_IN_ALL);
		await vi.waitFor(() => expect(openOf(silent).length).toBeLessThanOrEqual(MAX_IN_ALL), 5000);
		endAll(silent);
	});

	it('that are not read cost no memory without an end', async () => {
		const participant = await transport();
		const deaf = await MediaConnection.open();
		await deaf.verify(participant.iceParameters);
		deaf.stopReading();
		const residentBefore = await resident();
		const batch = Buffer.concat(Array.from({ length: 1000 }, () => framed(bindingRequest(participant.iceParameters))));
		// 25 MB of requests, about as much in answers.
		for (let i = 0; i < 250; i++) await deaf.sendAll(batch);
		expect((await resident()) - residentBefore).toBeLessThan(20);
		expect(worker.closed).toBe(false);
		deaf.end();
		participant.close();
	});
});

/** What the worker holds of memory, in MB. */
async function resident(): Promise<number> {
	const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
