import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SendQueue } from './send-queue.ts';

/** A socket that takes one message, and then no more until it is drained. */
class SlowSocket extends EventEmitter {
	readonly written: string[] = [];
	#taken: Array<() => void> = [];

	write(bytes: Buffer, taken: () => void): boolean {
		this.written.push(bytes.toString());
		this.#taken.push(taken);
		return false;
	}

	drain(): void {
		const taken = this.#taken;
		this.#taken = [];
		for (const one of taken) one();
		this.emit('drain');
	}
}

let socket: SlowSocket;
let queue: SendQueue;
let dropped: number[];
let stalls: number;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
	socket = new SlowSocket();
	dropped = [];
	stalls = 0;
	queue = new SendQueue(socket as unknown as Socket, {
		maxWaitingMs: 3000,
		maxWaitingBytes: 1000,
		stallMs: 10_000,
		dropped: (ms) => dropped.push(ms),
		stalled: () => {
			stalls += 1;
		},
	});
});
afterEach(() => {
	queue.close();
	vi.useRealTimers();
});

const push = (text: string, timeMs: number, startsAnew = false) =>
	queue.push({ bytes: Buffer.from(text), timeMs, startsAnew });

test('what the target takes goes out in order', () => {
	push('a', 0, true);
	push('b', 100);
	expect(socket.written).toEqual(['a']);
	socket.drain();
	socket.drain();
	expect(socket.written).toEqual(['a', 'b']);
	expect(dropped).toEqual([]);
});

test('what waits too long is left out, up to the next key frame', () => {
	push('a', 0, true);
	for (let ms = 100; ms <= 3200; ms += 100) push('old', ms);
	// Still blocked: the key frame would only wait again.
	push('key', 4000, true);
	socket.drain();
	push('no key', 4100);
	expect(socket.written).toEqual(['a']);
	push('key', 6000, true);
	push('next', 6100);
	socket.drain();
	expect(socket.written).toEqual(['a', 'key', 'next']);
	expect(dropped).toEqual([5900]);
});

test('so is what takes too much room', () => {
	push('a', 0, true);
	push('x'.repeat(1001), 10);
	socket.drain();
	push('key', 20, true);
	expect(socket.written).toEqual(['a', 'key']);
});

test('a target that takes nothing for ten seconds is dead; one that takes a little is not', () => {
	push('a', 0, true);
	for (let second = 0; second < 30; second++) {
		vi.advanceTimersByTime(1000);
		if (second % 8 === 7) socket.drain();
		push('b', second * 1000, true);
	}
	expect(stalls).toBe(0);
	vi.advanceTimersByTime(12_000);
	expect(stalls).toBe(1);
});

test('one that has nothing to take is not dead either', () => {
	push('a', 0, true);
	socket.drain();
	vi.advanceTimersByTime(60_000);
	expect(stalls).toBe(0);
});
