import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Request } from '../signalling/Connection.ts';
import { consumer, offer } from '../testing/offers.ts';
import { DeviceLoader } from './DeviceLoader.ts';
import { MediaEngine } from './MediaEngine.ts';

setLevel('NONE');

const camera = { producerId: 'p1', kind: 'video', codec: 'video/VP8', paused: false } as const;
const voice = { producerId: 'p2', kind: 'audio', codec: 'audio/opus', paused: false } as const;

let media: MediaEngine;
let requests: string[];

beforeEach(async () => {
	requests = [];
	const request = (async (method: string) => {
		requests.push(method);
		return method === 'produce' ? { producerId: 'mine' } : {};
	}) as unknown as Request;
	media = new MediaEngine(request, { preferredProtocol: 'UDP_OVER_TCP', iceTransportPolicy: 'all' });
	const routerRtpCapabilities = JSON.parse(JSON.stringify(fakeParameters.generateRouterRtpCapabilities()));
	const device = await new DeviceLoader(() => FakeHandler.createFactory(fakeParameters)).load(routerRtpCapabilities);
	media.start(device, offer());
	return () => media.stop();
});

/** Whether a promise is settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
	return Promise.race([
		promise.then(() => true),
		new Promise<false>((resolve) => setTimeout(() => resolve(false), 20)),
	]);
}

describe('receiving', () => {
	it('waits for nobody when nobody sends a picture', async () => {
		await media.consume([consumer('ann', voice)]);
		expect(await settled(media.receiving(1000))).toBe(true);
	});

	it('waits for the first picture, also of streams that are still being made', async () => {
		const tracks: MediaStreamTrack[] = [];
		media.on('consumer', (_info, { track }) => {
			Object.defineProperty(track, 'muted', { value: true });
			tracks.push(track);
		});
		const made = media.consume([consumer('ann', camera), consumer('ann', voice)]);
		const receiving = media.receiving(60_000);
		await made;
		expect(await settled(receiving)).toBe(false);
		for (const track of tracks) if (track.kind === 'video') track.dispatchEvent(new Event('unmute'));
		expect(await settled(receiving)).toBe(true);
	});

	it('does not wait longer than it may', async () => {
		void media.consume([consumer('ann', camera)]);
		const since = performance.now();
		media.on('consumer', (_info, { track }) => Object.defineProperty(track, 'muted', { value: true }));
		await media.receiving(50);
		expect(performance.now() - since).toBeGreaterThanOrEqual(45);
	});
});

describe('consume', () => {
	it('makes a stream once, and starts only what was offered paused', async () => {
		const info = consumer('ann', camera);
		await Promise.all([media.consume([info]), media.consume([info])]);
		expect(requests).toEqual(['connect-transport']);
		await media.consume([{ ...consumer('bob', camera), paused: true }]);
		expect(requests).toEqual(['connect-transport', 'resume-consumers']);
	});

	it('drops a stream that is taken back while it is made', async () => {
		const told: string[] = [];
		media.on('consumer', ({ id }) => told.push(id));
		const info = consumer('ann', camera);
		const made = media.consume([info]);
		media.closeConsumer(info.id);
		await made;
		expect(told).toEqual([]);
	});
});
