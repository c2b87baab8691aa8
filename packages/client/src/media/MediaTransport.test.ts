import { Device, type types } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Request } from '../signalling/Connection.ts';
import { consumer, offer } from '../testing/offers.ts';
import { MediaTransport } from './MediaTransport.ts';
import { transportOptions } from './transportOptions.ts';

setLevel('NONE');

const camera = { producerId: 'p1', kind: 'video', codec: 'video/VP8', paused: false } as const;

let handler: FakeHandler;
let transport: types.Transport;
let told: string[];
/** What the browser is asked to do, and the server. */
let done: string[];
let names: number;

beforeEach(async () => {
	vi.useFakeTimers();
	[told, done, names] = [[], [], 0];
	const { factory, ...rest } = FakeHandler.createFactory(fakeParameters);
	const device = new Device({
		handlerFactory: {
			...rest,
			factory: (options) => {
				handler = factory(options) as FakeHandler;
				return handler;
			},
		},
	});
	await device.load({ routerRtpCapabilities: fakeParameters.generateRouterRtpCapabilities() });
	const info = offer().recvTransport;
	if (!info) throw new Error('there is a transport to receive');
	const path = { preferredProtocol: 'UDP_OVER_TCP', iceTransportPolicy: 'all' } as const;
	transport = device.createRecvTransport(transportOptions(info, [], path));
	handler.updateIceServers = async (servers) => void done.push(`servers ${servers[0]?.username}`);
	handler.restartIce = async ({ usernameFragment }) => void done.push(`restart ${usernameFragment}`);
	const request = (async (method: string) => {
		done.push(method);
		if (method !== 'restart-ice') return {};
		const iceServers = [{ urls: ['turn:turn.example'], username: `name ${++names}`, credential: 'secret' }];
		return { iceParameters: { usernameFragment: `fragment ${names}`, password: 'p' }, iceServers };
	}) as unknown as Request;
	const owned = new MediaTransport(transport, request);
	for (const event of ['connected', 'failed', 'gone'] as const) owned.on(event, () => told.push(event));
});

afterEach(() => {
	transport.close();
	vi.useRealTimers();
});

/** The transport is used for the first time. */
async function use(): Promise<void> {
	const { id, producerId, rtpParameters } = consumer('ann', camera);
	await transport.consume({ id, producerId, kind: 'video', rtpParameters: rtpParameters as types.RtpParameters });
	handler.setConnectionState('connecting');
}

const restarts = () => done.filter((one) => one === 'restart-ice').length;

describe('a path that breaks', () => {
	it('is looked for with fresh names of the TURN servers each time', async () => {
		await use();
		handler.setConnectionState('connected');
		handler.setConnectionState('disconnected');
		await vi.advanceTimersByTimeAsync(10_000);
		expect(done.slice(1)).toEqual([
			'restart-ice',
			'servers name 1',
			'restart fragment 1',
			'restart-ice',
			'servers name 2',
			'restart fragment 2',
		]);
	});

	it('is searched for until it is found', async () => {
		await use();
		handler.setConnectionState('connected');
		handler.setConnectionState('failed');
		await vi.advanceTimersByTimeAsync(7000);
		handler.setConnectionState('connected');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(restarts()).toBe(2);
		expect(told).toEqual(['connected', 'connected']);
	});

	it('needs other transports when it does not come', async () => {
		await use();
		handler.setConnectionState('connected');
		handler.setConnectionState('failed');
		await vi.advanceTimersByTimeAsync(20_000);
		expect(told).toEqual(['connected', 'failed']);
	});
});

describe('a transport that never gets a path, and never says so', () => {
	it('is helped, and fails in the end', async () => {
		await use();
		await vi.advanceTimersByTimeAsync(10_500);
		expect(restarts()).toBe(1);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(restarts()).toBe(2);
		expect(told).toEqual(['failed']);
	});

	it('is left alone as long as nothing is to flow over it', async () => {
		await vi.advanceTimersByTimeAsync(60_000);
		expect(done).toEqual([]);
	});

	it('is left alone once it is found or closed', async () => {
		await use();
		handler.setConnectionState('connected');
		await vi.advanceTimersByTimeAsync(60_000);
		transport.close();
		await vi.advanceTimersByTimeAsync(60_000);
		expect([restarts(), told]).toEqual([0, ['connected']]);
	});
});
