import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { expectNoGaps } from '@roomcast/testing/media/gaps';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate } from './support/certificates.ts';
import { startMeeting } from './support/meeting.ts';
import { RtmpProxy } from './support/rtmp-proxy.ts';

let folder = '';
let pattern = '';
let server: RtmpServer;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-targets-'));
	pattern = join(folder, 'noise.webm');
	// As many bits as the encoder may spend: a target that reads nothing is full soon.
	await ffmpeg([
		...['-f', 'lavfi', '-i', 'color=c=gray:s=320x180:r=30:d=10,noise=alls=100:allf=t'],
		...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=10:sample_rate=48000', '-pix_fmt', 'yuv420p'],
		...['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '3M', '-g', '30'],
		...['-c:a', 'libopus', '-b:a', '64k', pattern],
	]);
	server = await RtmpServer.create(join(folder, 'server'));
}, 30_000);
afterAll(async () => {
	await server.kill();
	await rm(folder, { recursive: true, force: true });
});

// Both wait more than they work.
describe.concurrent('a target that is there and does nothing', () => {
	test('a server that stops reading is left after ten seconds and published to again; the file beside misses nothing', {
		timeout: 40_000,
	}, async () => {
		const proxy = await RtmpProxy.create(server.port);
		const { composer, sender } = await startMeeting(pattern, { composition: { quality: 'med' } });
		const path = join(folder, 'beside.mp4');
		composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
		const url = `rtmp://127.0.0.1:${proxy.port}/live`;
		composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: 'stalls', url, streamKey: 'stalls' } });
		await composer.event('sink-started', ({ sinkId }) => sinkId === 'stalls');
		await sleep(1000);
		proxy.freeze();
		const { reason } = await composer.event('rtmp-state', ({ state }) => state === 'reconnecting', 30_000);
		expect(reason).toContain('the server has read nothing for 10 s');
		const publishing = () =>
			composer.events.filter((event) => event.type === 'rtmp-state' && event.state === 'publishing').length;
		const stalledAt = Date.now();
		while (publishing() < 2 && Date.now() - stalledAt < 5000) await sleep(50);
		expect(publishing()).toBe(2);
		await composer.stop();
		await sender.stop();
		proxy.close();
		expect(composer.events.filter(({ type }) => type === 'sink-failed')).toEqual([]);
		await expectNoGaps(path, composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0);
	});

	test('a server that never answers is abandoned; removing such an output holds up nobody', {
		timeout: 30_000,
	}, async () => {
		const silent = createServer((socket) => socket.on('error', () => {}));
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const address = silent.address();
		if (address === null || typeof address === 'string') throw new Error('no port');
		const url = `rtmp://127.0.0.1:${address.port}/live`;
		const composer = await ComposerProcess.create({ composition: { quality: 'low' } });
		composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: 'silent', url, streamKey: 'k' } });
		composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: 'removed', url, streamKey: 'k' } });
		await sleep(1000);
		composer.send({ type: 'removeSink', sinkId: 'removed' });
		await composer.event('sink-stopped', ({ sinkId }) => sinkId === 'removed');
		expect(composer.events.filter(({ type }) => type === 'sink-failed')).toEqual([]);
		const { reason } = await composer.event('sink-failed', ({ sinkId }) => sinkId === 'silent', 20_000);
		expect(reason).toMatch(/the server did not answer within [\d.]+ s/);
		await composer.stop();
		silent.close();
	});
});

test('RTMPS: published where the certificate is trusted, refused where it is not', { timeout: 120_000 }, async () => {
	const { authorityPath, ...certificate } = await makeCertificate(folder);
	const proxy = await RtmpProxy.create(server.port, certificate);
	const url = `rtmps://127.0.0.1:${proxy.port}/live`;
	const sink = { kind: 'rtmp', sinkId: 'secure', url, streamKey: 'secure' } as const;

	const careful = await ComposerProcess.create({ composition: { quality: 'low' } });
	careful.send({ type: 'addSink', sink });
	expect((await careful.event('sink-failed')).reason).toContain('its certificate is not valid');
	await careful.stop();

	const env = { NODE_EXTRA_CA_CERTS: authorityPath };
	const { composer, sender } = await startMeeting(pattern, {}, env);
	composer.send({ type: 'addSink', sink });
	await composer.event('sink-started');
	await sleep(2500);
	await composer.stop();
	await sender.stop();
	await sleep(300);
	proxy.close();
	const recording = (await server.recordings()).find((path) => path.includes('secure')) ?? '';
	expect((await probe(recording)).streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
	expect((await packets(recording, 'v')).length).toBeGreaterThan(45);
});
