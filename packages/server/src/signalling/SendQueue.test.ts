import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { SendQueue } from './SendQueue.ts';
import { UnsentBudget } from './UnsentBudget.ts';

const MB = 1024 * 1024;

/** A socket whose client reads when it is told to. */
class Socket extends EventEmitter {
	readonly OPEN = 1;
	readyState = 1;
	readonly sent: string[] = [];
	readonly closings: number[] = [];
	terminated = false;
	#unread: { bytes: number; done: () => void }[] = [];

	get bufferedAmount(): number {
		return this.#unread.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	send(text: string, done: () => void): void {
		this.sent.push(text);
		this.#unread.push({ bytes: text.length, done });
	}

	read(): void {
		const unread = this.#unread;
		this.#unread = [];
		for (const { done } of unread) done();
	}

	close(code: number): void {
		this.readyState = 2;
		this.closings.push(code);
	}

	terminate(): void {
		this.terminated = true;
		this.readyState = 3;
		this.emit('close');
	}
}

function open(budget = new UnsentBudget(() => {})) {
	const socket = new Socket();
	return { socket, queue: new SendQueue(socket as never as WebSocket, budget, () => {}) };
}

const notification = (seq: number, length: number) => ({
	event: 'speaker-changed' as const,
	seq,
	data: JSON.stringify('x'.repeat(length - 2)),
});
const numbers = ({ sent }: Socket) => sent.map((text) => (text.startsWith('{') ? JSON.parse(text).seq : text));

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it('sends everything in order to one who reads late, and hands the socket no more than it can pass on soon', () => {
	const { socket, queue } = open();
	for (let n = 1; n <= 20; n++) queue.send(n === 10 ? 'a reply' : notification(n, 40_000));
	expect(socket.bufferedAmount).toBeLessThan(150_000);
	while (socket.bufferedAmount > 0) socket.read();
	expect(numbers(socket)).toEqual(Array.from({ length: 20 }, (_, n) => (n === 9 ? 'a reply' : n + 1)));
	expect(socket.closings).toEqual([]);
});

it('closes one who does not read with 4408 when there is more than 1 MB for it, and gives its memory back soon', () => {
	const slow = vi.fn();
	const { socket, queue } = open(new UnsentBudget(slow));
	for (let n = 1; n <= 26; n++) queue.send(notification(n, 40_000));
	expect(socket.closings).toEqual([]);
	for (let n = 27; n <= 40; n++) queue.send(notification(n, 40_000));
	expect(socket.closings).toEqual([4408]);
	expect(slow).toHaveBeenCalledOnce();
	expect(socket.terminated).toBe(false);
	vi.advanceTimersByTime(5000);
	expect(socket.terminated).toBe(true);
});

it('takes one message that is larger', () => {
	const { socket, queue } = open();
	queue.send('x'.repeat(3 * MB));
	expect(socket.closings).toEqual([]);
	socket.read();
	queue.send('more');
	expect(socket.sent.at(-1)).toBe('more');
});

it('sends one who is back all that it missed, and what comes meanwhile', () => {
	const { socket, queue } = open();
	queue.sendBacklog(Array.from({ length: 80 }, (_, n) => notification(n + 1, 40_000)));
	for (let n = 81; n <= 100; n++) queue.send(notification(n, 40_000));
	expect(socket.closings).toEqual([]);
	while (socket.bufferedAmount > 0) socket.read();
	expect(numbers(socket)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
});

it('sends what waits before the connection is closed in order', () => {
	const { socket, queue } = open();
	for (let n = 1; n <= 20; n++) queue.send(notification(n, 40_000));
	queue.flush();
	expect(numbers(socket)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

it('closes those that read least when all together leave too much unread, and nobody else', () => {
	const slow = vi.fn();
	const budget = new UnsentBudget(slow, 4 * MB);
	const all = Array.from({ length: 10 }, () => open(budget));
	// Each leaves less unread than one may, and one more than the other; with the last it is too much.
	all.forEach(({ queue }, n) => {
		for (let i = 0; i <= n; i++) queue.send('x'.repeat(90_000));
	});
	expect(all.map(({ socket }) => socket.closings.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
	const held = all.filter(({ socket }) => socket.closings.length === 0).reduce((sum, { queue }) => sum + queue.held, 0);
	expect(held).toBeLessThanOrEqual(4 * MB);
	expect(slow).toHaveBeenCalledTimes(2);
});

it('counts what was read since as read', () => {
	const budget = new UnsentBudget(() => {}, MB);
	const all = Array.from({ length: 40 }, () => open(budget));
	for (const { queue, socket } of all) {
		queue.send('x'.repeat(60_000));
		socket.read();
	}
	expect(all.flatMap(({ socket }) => socket.closings)).toEqual([]);
});
