import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PubSubMessage } from '../contract/types.ts';
import { Delivery } from './Delivery.ts';
import type { SubscribeOptions } from './types.ts';

let batches: number[][];
let singles: number[];
let dropped: number;

beforeEach(() => {
	vi.useFakeTimers();
	[batches, singles, dropped] = [[], [], 0];
});
afterEach(() => {
	vi.useRealTimers();
});

const numbers = (messages: PubSubMessage[]) => messages.map(({ id }) => Number(id));
const listeners = {
	onMessageReceived: ({ id }: PubSubMessage) => singles.push(Number(id)),
	onBatchReceived: (messages: PubSubMessage[]) => batches.push(numbers(messages)),
	onMessageDrop: ({ droppedCount }: { droppedCount: number }) => {
		dropped += droppedCount;
	},
};

function burst(delivery: Delivery, from: number, to: number): void {
	for (let id = from; id <= to; id++) delivery.add({ id: String(id) } as PubSubMessage);
}

it('gives messages at once where nobody wants groups or a limit', () => {
	const delivery = new Delivery({ onMessageReceived: listeners.onMessageReceived }, {});
	burst(delivery, 1, 3);
	expect(singles).toEqual([1, 2, 3]);
});

it('groups by half seconds; the first message does not wait', () => {
	const delivery = new Delivery(listeners, {});
	burst(delivery, 1, 4);
	expect(batches).toEqual([[1]]);
	vi.advanceTimersByTime(500);
	expect(batches).toEqual([[1], [2, 3, 4]]);
	vi.advanceTimersByTime(500);
	burst(delivery, 5, 5);
	expect(batches).toEqual([[1], [2, 3, 4], [5]]);
	expect(singles).toEqual([1, 2, 3, 4, 5]);
});

it('keeps to the limit, and lets the rest wait in order', () => {
	const delivery = new Delivery(listeners, { newMessageLimit: 2 });
	burst(delivery, 1, 6);
	vi.advanceTimersByTime(2000);
	expect(batches).toEqual([[1], [2, 3], [4, 5], [6]]);
	expect(dropped).toBe(0);
});

it.each([
	// The first goes at once; of the other nine the newest four fit into two groups of two.
	[{ newMessageLimit: 2, maxQueue: 2 }, [[1], [7, 8], [9, 10]], 5],
	// What may not wait: the next two go, the others are gone.
	[{ newMessageLimit: 2, realtimeOverflow: 'drop' }, [[1], [2, 3]], 7],
] satisfies [SubscribeOptions, number[][], number][])(
	'leaves out what %j does not hold, and says how much',
	(options, given, left) => {
		const delivery = new Delivery(listeners, options);
		burst(delivery, 1, 10);
		vi.advanceTimersByTime(3000);
		expect(batches).toEqual(given);
		expect(dropped).toBe(left);
	},
);

it('continues when a listener throws, and stops when it is closed', () => {
	const onMessageReceived = vi.fn(() => {
		throw new Error('of the app');
	});
	vi.spyOn(console, 'error').mockImplementation(() => {});
	const delivery = new Delivery({ ...listeners, onMessageReceived }, {});
	burst(delivery, 1, 2);
	delivery.close();
	vi.advanceTimersByTime(1000);
	expect(batches).toEqual([[1]]);
});
