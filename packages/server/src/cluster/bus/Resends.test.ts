import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BusChannel } from './BusChannel.ts';
import { Channels } from './Channels.ts';
import { decodeFrame, FRAMES } from './frames.ts';

let nodes: [Channels, Channels];
/** Whether frames from the first node to the second get lost. */
let away: boolean;
let delivered: string[];
let sent: number;

beforeEach(() => {
	away = false;
	delivered = [];
	sent = 0;
	const options = { maxPayload: () => 1024, connected: () => true };
	nodes = [
		new Channels({
			nodeId: 'near',
			...options,
			send: (_, frame) => {
				if (decodeFrame(frame)?.type === FRAMES.text) sent++;
				if (!away) globalThis.setImmediate(() => nodes[1].handle(frame));
			},
		}),
		new Channels({
			nodeId: 'far',
			...options,
			send: (_, frame) => void globalThis.setImmediate(() => nodes[0].handle(frame)),
		}),
	];
});
afterEach(() => {
	for (const channels of nodes) channels.close();
});

function open(kind: 'media-worker' | 'signalling'): BusChannel {
	for (const accepted of ['media-worker', 'signalling'] as const)
		nodes[1].accept(accepted, (_, channel) => {
			channel.on('message', (message) => delivered.push(message.toString()));
		});
	const { id, channel } = nodes[0].create('far', kind);
	const head = kind === 'signalling' ? { address: '::1' } : { workerVersion: '1' };
	nodes[1].handleOpen({ id, from: 'near', kind, head });
	return channel;
}

const settled = async () => {
	for (let i = 0; i < 20; i++) await setImmediate();
};

it('what was lost of a channel to a media worker is sent again, in order and once', async () => {
	const channel = open('media-worker');
	channel.send('one');
	await settled();
	away = true;
	for (const text of ['two', 'three']) channel.send(text);
	away = false;
	for (const text of ['four', 'five']) channel.send(text);
	await settled();
	expect(delivered).toEqual(['one', 'two', 'three', 'four', 'five']);
	// Asked for once, however many come behind the gap.
	expect(sent).toBe(5 + 4);
});

it('what was sent last before an interruption is found missing by its count', async () => {
	const channel = open('media-worker');
	await settled();
	away = true;
	channel.send('lost');
	away = false;
	nodes[0].handleReconnected();
	await settled();
	expect(delivered).toEqual(['lost']);
});

it('keeps no more than the other end may not have', async () => {
	const channel = open('media-worker');
	const large = 'x'.repeat(20_000);
	for (let i = 0; i < 50; i++) channel.send(large);
	await settled();
	expect(delivered).toHaveLength(50);
	away = true;
	channel.send('lost');
	away = false;
	sent = 0;
	nodes[0].handleReconnected();
	await settled();
	expect(delivered.at(-1)).toBe('lost');
	expect(sent).toBe(1);
});

it('a client is sent to another way instead: its channel is lost with the frame', async () => {
	const channel = open('signalling');
	await settled();
	away = true;
	channel.send('lost');
	away = false;
	channel.send('next');
	await settled();
	expect(delivered).toEqual([]);
	expect(channel.closed).toBe(true);
});
