import { connect, type Socket } from 'node:net';
import { freePortRange } from '@roomcast/testing/net/ports';
import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { TestServer } from './support/server.ts';

/** The announced address of the media port: nothing listens for UDP there, and TCP is forwarded. */
const ANNOUNCED = '127.0.0.2';
/** ms after which a media worker closes connections without a valid STUN Binding request. */
const VERIFY_WITHIN = 8_000;
/** More than a media port keeps of them from one address. */
const SILENT = 100;

let red: TestBrowser;
let blue: TestBrowser;
beforeAll(async () => {
	[red, blue] = await Promise.all([TestBrowser.launch({ colour: 'red' }), TestBrowser.launch({ colour: 'blue' })]);
});
afterAll(() => Promise.all([red?.close(), blue?.close()]));

it('a call over TCP continues beside connections that say nothing, longer than those may stay', async () => {
	const mediaPort = await freePortRange(1);
	const proxy = await TcpProxy.create(mediaPort, { address: ANNOUNCED, port: mediaPort });
	const server = await TestServer.start({
		env: {
			ROOMCAST_MEDIA_WORKERS: '1',
			ROOMCAST_MEDIA_PORTS: `${mediaPort}`,
			ROOMCAST_MEDIA_ANNOUNCED_IP: ANNOUNCED,
		},
	});
	let silent: Socket[] = [];
	try {
		const roomId = await server.room();
		const open = () => connect(mediaPort, '127.0.0.1').on('error', () => {});
		silent = Array.from({ length: SILENT }, open);
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await until('pictures', async () => (await ann.frames('bob')) > 10 && (await bob.frames('ann')) > 10, 30_000);
		silent.push(...Array.from({ length: SILENT }, open));
		await new Promise((resolve) => setTimeout(resolve, VERIFY_WITHIN + 2_000));
		for (const [caller, other] of [
			[ann, 'bob'],
			[bob, 'ann'],
		] as const) {
			const seen = await caller.frames(other);
			await until('more pictures', async () => (await caller.frames(other)) > seen + 10, 20_000);
			const paths = await caller.paths();
			expect(paths.length).toBeGreaterThan(0);
			for (const { protocol } of paths) expect(protocol).toBe('tcp');
		}
	} finally {
		for (const socket of silent) socket.destroy();
		// Before the server, which waits for running calls.
		const pages = [red, blue].flatMap((browser) => browser.context.pages());
		await Promise.all(pages.map((page) => page.close()));
		await server.stop();
		await proxy.close();
	}
});
