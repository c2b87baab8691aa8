import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IncomingBitrate } from './IncomingBitrate.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const LIMIT = 1_000_000;

/** A sender whose rate and transport can be changed, and what is said about it. */
async function sender() {
	let rate = 0;
	let bytes = 0;
	let since = performance.now();
	const settle = () => {
		bytes += (rate * (performance.now() - since)) / 8000;
		since = performance.now();
	};
	const exceeded = vi.fn();
	const watch = new IncomingBitrate(LIMIT);
	const open = async () => {
		const begin = bytes;
		watch.on('exceeded', exceeded);
		await watch.watch({
			setMaxIncomingBitrate: async () => {},
			getStats: async () => {
				settle();
				return [{ bytesReceived: bytes - begin }] as never;
			},
		});
	};
	await open();
	return {
		watch,
		exceeded,
		async send(bitrate: number, ms: number) {
			settle();
			rate = bitrate;
			await vi.advanceTimersByTimeAsync(ms);
		},
		/** Its media is built anew. */
		async changeTransport() {
			settle();
			await watch.release();
			await open();
		},
	};
}

it('says so once, with the rate, when twice the limit is passed for 10 s', async () => {
	const { exceeded, send } = await sender();
	await send(2.5 * LIMIT, 9_000);
	expect(exceeded).not.toHaveBeenCalled();
	await send(2.5 * LIMIT, 30_000);
	expect(exceeded.mock.calls).toEqual([[2.5 * LIMIT]]);
});

it('lets a sender overshoot, and pass twice the limit for a moment', async () => {
	const { exceeded, send } = await sender();
	await send(1.9 * LIMIT, 60_000);
	for (let i = 0; i < 5; i++) {
		await send(5 * LIMIT, 4_000);
		await send(0.5 * LIMIT, 11_000);
	}
	expect(exceeded).not.toHaveBeenCalled();
});

it('counts on over another transport, so that changing it all the time does not help', async () => {
	const { exceeded, send, changeTransport } = await sender();
	for (let n = 0; n < 5; n++) {
		await send(2.5 * LIMIT, 3_000);
		await changeTransport();
	}
	expect(exceeded.mock.calls).toEqual([[2.5 * LIMIT]]);
});

it('says so to the next listener, when there is none', async () => {
	const { watch, exceeded, send } = await sender();
	watch.removeAllListeners();
	await send(5 * LIMIT, 16_000);
	watch.on('exceeded', exceeded);
	await send(5 * LIMIT, 5_000);
	expect(exceeded).toHaveBeenCalledOnce();
});

it('asks no more once it is closed, nor falls over a transport that is gone', async () => {
	const { watch, exceeded, send } = await sender();
	watch.close();
	await send(5 * LIMIT, 60_000);
	expect(exceeded).not.toHaveBeenCalled();

	const gone = new IncomingBitrate(LIMIT);
	await gone.watch({ setMaxIncomingBitrate: async () => {}, getStats: () => Promise.reject(new Error('closed')) });
	await vi.advanceTimersByTimeAsync(30_000);
	gone.close();
});
