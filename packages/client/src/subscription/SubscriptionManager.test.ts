import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../signalling/Connection.ts';
import { SubscriptionManager } from './SubscriptionManager.ts';

let sent: unknown[][];
let manager: SubscriptionManager;

beforeEach(() => {
	vi.useFakeTimers();
	sent = [];
	const request = (async (_method: string, data: { consumers: unknown[] }) => {
		sent.push(data.consumers);
		return {};
	}) as unknown as Request;
	manager = new SubscriptionManager(request, () => 2);
	return () => vi.useRealTimers();
});

/** What was sent up to now, and forgets it. */
async function take() {
	await vi.advanceTimersByTimeAsync(100);
	return sent.splice(0);
}

const tile = {};
const other = {};

describe('SubscriptionManager', () => {
	it('says nothing about a stream that is wanted as it is offered', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		expect(await take()).toEqual([]);
	});

	it('gathers changes into one request, in device pixels', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		manager.handleOffered('bob', 'video', 'c2');
		manager.setViewPort('ann', 'video', tile, 100, 50);
		await vi.advanceTimersByTimeAsync(15);
		manager.setViewPort('ann', 'video', tile, 320, 180);
		manager.setViewPort('bob', 'video', tile, 0, 0);
		expect(sent).toEqual([]);
		await vi.advanceTimersByTimeAsync(5);
		expect(sent).toEqual([
			[
				{ consumerId: 'c1', width: 640, height: 360 },
				{ consumerId: 'c2', paused: true },
			],
		]);
	});

	it('sends at most ten requests a second', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		for (let size = 1; size <= 100; size++) {
			manager.setViewPort('ann', 'video', tile, size, size);
			await vi.advanceTimersByTimeAsync(10);
		}
		expect(sent.length).toBeGreaterThanOrEqual(9);
		expect(sent.length).toBeLessThanOrEqual(10);
		expect((await take()).at(-1)).toEqual([{ consumerId: 'c1', width: 200, height: 200 }]);
	});

	it('asks for no other size while the first picture is on its way, but pauses at once', async () => {
		manager.handleFlowing(true);
		manager.handleOffered('ann', 'video', 'c1');
		manager.handleOffered('bob', 'video', 'c2');
		manager.setViewPort('ann', 'video', tile, 320, 180);
		manager.setViewPort('bob', 'video', tile, 320, 180);
		manager.setViewPort('bob', 'video', tile, 0, 0);
		expect(await take()).toEqual([[{ consumerId: 'c2', paused: true }]]);
		manager.handleStarted('ann', 'video', 'c1');
		expect(await take()).toEqual([[{ consumerId: 'c1', width: 640, height: 360 }]]);
		manager.setViewPort('bob', 'video', tile, 320, 180);
		expect(await take()).toEqual([[{ consumerId: 'c2', paused: false }]]);
		await vi.advanceTimersByTimeAsync(1500);
		expect(sent).toEqual([[{ consumerId: 'c2', width: 640, height: 360 }]]);
	});

	it('reports only what changed', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		manager.setViewPort('ann', 'video', tile, 320, 180);
		await take();
		manager.setViewPort('ann', 'video', tile, 320, 180);
		expect(await take()).toEqual([]);
		manager.setViewPort('ann', 'video', tile, 0, 0);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: true }]]);
		manager.setViewPort('ann', 'video', tile, 320, 180);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: false }]]);
	});

	it('takes the largest of several viewers, and pauses when none of them sees it', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		manager.setViewPort('ann', 'video', tile, 100, 100);
		manager.setViewPort('ann', 'video', other, 200, 200);
		expect(await take()).toEqual([[{ consumerId: 'c1', width: 400, height: 400 }]]);
		manager.setViewPort('ann', 'video', other, 0, 0);
		expect(await take()).toEqual([[{ consumerId: 'c1', width: 200, height: 200 }]]);
		manager.setViewPort('ann', 'video', tile, 0, 0);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: true }]]);
		manager.setViewPort('ann', 'video', tile, Number.NaN, Number.NaN);
		manager.setViewPort('ann', 'video', other, Number.NaN, Number.NaN);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: false, width: 16384, height: 16384 }]]);
	});

	it('says everything again about the next consumer of the same stream', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		manager.setViewPort('ann', 'video', tile, 320, 180);
		void manager.setQuality('ann', 'video', 'low');
		await take();
		manager.handleGone('ann', 'video', 'c1');
		manager.setViewPort('ann', 'video', tile, 160, 90);
		expect(await take()).toEqual([]);
		manager.handleOffered('ann', 'video', 'c2');
		expect(await take()).toEqual([[{ consumerId: 'c2', width: 320, height: 180, quality: 'low' }]]);
	});

	it('keeps a stream paused until every reason is gone', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		void manager.setPaused('ann', 'video', 'stream', true);
		void manager.setAllPaused(['video'], true);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: true }]]);
		void manager.setPaused('ann', 'video', 'stream', false);
		expect(await take()).toEqual([]);
		void manager.setAllPaused(['video'], false);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: false }]]);
	});

	it('pauses streams to come when all are paused', async () => {
		void manager.setAllPaused(['audio', 'video'], true);
		await take();
		manager.handleOffered('ann', 'video', 'c1');
		manager.handleOffered('ann', 'share', 'c2');
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: true }]]);
	});

	it('forgets sizes and sight while it is not adaptive', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		manager.setViewPort('ann', 'video', tile, 0, 0);
		await take();
		void manager.setAdaptive(false);
		expect(await take()).toEqual([[{ consumerId: 'c1', paused: false }]]);
	});

	it('sends at most 512 in one request', async () => {
		for (let i = 0; i < 600; i++) {
			manager.handleOffered(`p${i}`, 'video', `c${i}`);
			manager.setViewPort(`p${i}`, 'video', tile, 0, 0);
		}
		expect((await take()).map((consumers) => consumers.length)).toEqual([512, 88]);
	});

	it('promises the answer of the server', async () => {
		manager.handleOffered('ann', 'video', 'c1');
		let done = false;
		void manager.setQuality('ann', 'video', 'low').then(() => {
			done = true;
		});
		expect(done).toBe(false);
		await take();
		expect(done).toBe(true);
	});
});
