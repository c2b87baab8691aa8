import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import { Channels } from '../../cluster/bus/Channels.ts';
import { receivePart } from './receivePart.ts';
import { sendPart } from './sendPart.ts';

const hasRoom = async () => true;
let folder: string;
let nodes: [Channels, Channels];
let near: BusChannel;
let far: BusChannel;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-parts-'));
	const to = (index: 0 | 1) => (_: string, frame: Buffer) => void setImmediate(() => nodes[index].handle(frame));
	const options = { maxPayload: () => 64 * 1024, connected: () => true };
	nodes = [
		new Channels({ nodeId: 'near', ...options, send: to(1) }),
		new Channels({ nodeId: 'far', ...options, send: to(0) }),
	];
	nodes[1].accept('capture-part', (_, channel) => {
		far = channel;
	});
	const { id, channel } = nodes[0].create('far', 'capture-part');
	nodes[1].handleOpen({ id, from: 'near', kind: 'capture-part', head: { captureId: 'abc', number: 1 } });
	near = channel;
});
afterEach(async () => {
	for (const channels of nodes) channels.close();
	await removeFolder(folder);
});

it('a part comes with what belongs to it, and nothing else', async () => {
	const from = join(folder, 'from');
	await mkdir(join(from, 'abc-1.segments'), { recursive: true });
	const large = Buffer.alloc(5_000_000, 'media');
	await writeFile(join(from, 'abc-1.media'), large);
	await writeFile(join(from, 'abc-1.media.json'), '{}');
	await writeFile(join(from, 'abc-1.media.empty'), '');
	await writeFile(join(from, 'abc-2.media'), 'of another part');
	const [, received] = [sendPart(join(from, 'abc-1.media'), far), receivePart(join(folder, 'to'), near, hasRoom)];
	await received;
	expect((await readdir(join(folder, 'to'))).toSorted()).toEqual([
		'abc-1.media',
		'abc-1.media.empty',
		'abc-1.media.json',
	]);
	expect((await readFile(join(folder, 'to', 'abc-1.media'))).equals(large)).toBe(true);
});

it('a part that is a folder comes with all its files', async () => {
	const part = join(folder, 'from', 'abc-1.segments');
	await mkdir(part, { recursive: true });
	for (const name of ['init.mp4', 'seg-0.m4s']) await writeFile(join(part, name), name);
	const [, received] = [sendPart(part, far), receivePart(join(folder, 'to'), near, hasRoom)];
	await received;
	expect((await readdir(join(folder, 'to', 'abc-1.segments'))).toSorted()).toEqual(['init.mp4', 'seg-0.m4s']);
});

it('one that comes incompletely is none', async () => {
	const received = receivePart(join(folder, 'to'), near, hasRoom);
	far.send(JSON.stringify({ name: 'abc-1.media', size: 10 }));
	far.send(Buffer.from('half'));
	far.close();
	await expect(received).rejects.toThrow('incompletely');
});

it('one whose sender goes away between two files is none', async () => {
	const received = receivePart(join(folder, 'to'), near, hasRoom);
	far.send(JSON.stringify({ name: 'abc-1.media', size: 4 }));
	far.send(Buffer.from('half'));
	far.close(1001, 'the node is going away');
	await expect(received).rejects.toThrow('the node is going away');
});

it('no more is in memory than a network needs, however slow the disk is', async () => {
	const from = join(folder, 'from');
	await mkdir(from);
	await writeFile(join(from, 'abc-1.media'), Buffer.alloc(5_000_000));
	const room = Promise.withResolvers<boolean>();
	const received = receivePart(join(folder, 'to'), near, () => room.promise);
	let sent = 0;
	const { send } = far;
	far.send = (message) => {
		sent += message.length;
		send.call(far, message);
	};
	void sendPart(join(from, 'abc-1.media'), far);
	await sleep(300);
	expect(sent).toBeLessThan(1_500_000);
	room.resolve(true);
	await received;
	expect(sent).toBeGreaterThan(5_000_000);
});

it('one that the disk has no room for is refused', async () => {
	const received = receivePart(join(folder, 'to'), near, async (bytes) => bytes < 100);
	far.send(JSON.stringify({ name: 'abc-1.media', size: 100 }));
	await expect(received).rejects.toMatchObject({ error: 'DISK_FULL' });
});

it('nothing is written outside the folder of the capture', async () => {
	const received = receivePart(join(folder, 'to'), near, hasRoom);
	far.send(JSON.stringify({ name: 'below/../../outside', size: 1 }));
	far.send(Buffer.from('x'));
	far.close();
	await expect(received).rejects.toThrow('in no folder of a capture');
	expect(await readdir(folder)).toEqual([]);
});
