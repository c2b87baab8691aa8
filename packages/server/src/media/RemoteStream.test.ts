import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { expect, it } from 'vitest';
import { RemoteStream } from './RemoteStream.ts';

/** A consumer whose worker does what it is asked in turn, a moment later. */
class FakeConsumer extends EventEmitter {
	readonly id = 'consumer';
	readonly kind = 'audio';
	readonly observer = new EventEmitter();
	closed = false;
	paused = true;

	async pause() {
		await new Promise((resolve) => setImmediate(resolve));
		this.paused = true;
	}

	async resume() {
		await new Promise((resolve) => setImmediate(resolve));
		this.paused = false;
	}
}

async function scene() {
	const consumer = new FakeConsumer();
	const transport = { consume: async () => consumer } as never as types.WebRtcTransport;
	const producer = {
		id: 'p',
		appData: { kind: 'audio', width: 0, height: 0 },
		rtpParameters: {},
	} as never as types.Producer;
	const view = {
		flowing: false,
		released: false,
		flow(on: boolean) {
			this.flowing = on;
		},
		release() {
			this.released = true;
		},
	};
	const stream = await RemoteStream.create(transport, producer, {}, true, view);
	return { consumer, view, stream };
}

it('follows the last of several wishes that come in one moment', async () => {
	const { consumer, view, stream } = await scene();
	await stream.ready();
	const update = (paused: boolean) => stream.update({ consumerId: 'consumer', paused });
	await Promise.all([update(true), update(false)]);
	expect([consumer.paused, view.flowing]).toEqual([false, true]);
	await Promise.all([update(true), update(false), update(true)]);
	expect([consumer.paused, view.flowing]).toEqual([true, false]);
});

it('wants packets of its pipe while they go to the client, and lets go of it at the end', async () => {
	const { consumer, view, stream } = await scene();
	expect(view.flowing).toBe(false);
	await stream.ready();
	expect(view.flowing).toBe(true);
	await stream.update({ consumerId: 'consumer', paused: true });
	expect([view.flowing, view.released]).toEqual([false, false]);
	consumer.observer.emit('close');
	expect(view.released).toBe(true);
});

it('lets go of the pipe when it cannot begin', async () => {
	const { view } = await scene();
	const transport = { consume: () => Promise.reject(new Error('closed')) } as never as types.WebRtcTransport;
	await expect(RemoteStream.create(transport, { id: 'p' } as types.Producer, {}, false, view)).rejects.toThrow(
		'closed',
	);
	expect(view.released).toBe(true);
});
