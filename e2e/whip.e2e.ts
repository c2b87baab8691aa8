import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { PUBLISHERS, SENT } from './support/gstreamerWhip.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';
import { startWhipEncoder } from './support/whipEncoder.ts';

const RED = [255, 0, 0] as const;
/** How long is recorded of an encoder. */
const RECORDED_MS = 3000;

let server: TestServer;
let large: TestBrowser;
let small: TestBrowser;
let viewers: TestBrowser;

beforeAll(async () => {
	[server, large, small, viewers] = await Promise.all([
		sharedServer(),
		TestBrowser.launch({ colour: 'red', largeCamera: true }),
		TestBrowser.launch({ colour: 'red' }),
		TestBrowser.launch({ noDevices: true }),
	]);
});
afterAll(async () => {
	await Promise.all([large?.close(), small?.close(), viewers?.close()]);
});

/** Publishes as an encoder does: an offer by POST, and plain WebRTC. @returns the URL that ends it */
async function publish(page: Page, endpoint: string, codec: string, simulcast = false): Promise<string> {
	return page.evaluate(
		async ({ endpoint, token, codec, simulcast }) => {
			const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
			const connection = new RTCPeerConnection();
			Object.assign(window, { publisher: connection });
			const [audio, video] = [stream.getAudioTracks()[0], stream.getVideoTracks()[0]];
			if (audio === undefined || video === undefined) throw new Error('no camera');
			connection.addTransceiver(audio, { direction: 'sendonly' });
			// As OBS has them: names that say nothing, the largest first.
			const layers = simulcast ? [{ rid: '0' }, { rid: '1', scaleResolutionDownBy: 2 }] : [{}];
			const sender = connection.addTransceiver(video, { direction: 'sendonly', sendEncodings: layers });
			const { codecs = [] } = RTCRtpSender.getCapabilities('video') ?? {};
			const first = codecs.filter(({ mimeType }) => mimeType === `video/${codec}`);
			sender.setCodecPreferences([...first, ...codecs.filter((each) => !first.includes(each))]);
			await connection.setLocalDescription(await connection.createOffer());
			const response = await fetch(endpoint, {
				method: 'POST',
				headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
				body: connection.localDescription?.sdp ?? '',
			});
			if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
			await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() });
			return new URL(response.headers.get('location') ?? '', response.url).href;
		},
		{ endpoint, token: server.token(), codec, simulcast },
	);
}

/** A page outside of calls that can use the camera. */
async function encoder(browser = small): Promise<Page> {
	const page = await browser.page();
	await page.addInitScript('globalThis.__name = (target) => target');
	await page.goto(`${server.url}/healthz`);
	return page;
}

function viewer(roomId: string, participantId = 'bob'): Promise<Caller> {
	return Caller.join(viewers, server, {
		roomId,
		participantId,
		meeting: { webcamEnabled: false, micEnabled: false },
	});
}

/** Whether the picture keeps that width for two seconds: while it changes its layer it may have another. */
async function staysAt(caller: Caller, width: number): Promise<boolean> {
	for (let look = 0; look < 10; look++) {
		if ((await caller.pictureSize('cam')).width !== width) return false;
		await new Promise((done) => setTimeout(done, 200));
	}
	return true;
}

it.each([
	['H264', false],
	['VP8', true],
] as const)('one who publishes %s by URL and token (simulcast: %s) is seen and heard', async (codec, simulcast) => {
	const roomId = await server.room();
	const bob = await viewer(roomId);
	const page = await encoder(simulcast ? large : small);
	const query = new URLSearchParams({ roomId, participantId: 'cam', displayName: 'Camera' });
	const session = await publish(page, `${server.url}/v2/whip?${query}`, codec, simulcast);

	await until('the picture moves', async () => (await bob.frames('cam')) > 15);
	const { r, g, b } = await bob.colour('cam');
	expect(r).toBeGreaterThan(150);
	expect(Math.max(g, b)).toBeLessThan(100);
	for (const [quality, width] of simulcast
		? ([
				['low', 320],
				['high', 640],
			] as const)
		: []) {
		await bob.run(`meeting.participants.get('cam').setQuality('${quality}')`);
		await until(`${quality} is ${width} pixels`, () => staysAt(bob, width));
	}
	await until('the beeps are heard', async () => (await bob.audioEnergy()) > 0);
	const of = (stream: string) =>
		bob.run<string>(`[...meeting.participants.get('cam').streams.values()].find((s) => s.kind === '${stream}').codec`);
	expect(await of('video')).toBe(`video/${codec}`);
	expect(await bob.run<string>(`meeting.participants.get('cam').displayName`)).toBe('Camera');

	const ended = await page.evaluate(
		async ({ session, token }) =>
			(await fetch(session, { method: 'DELETE', headers: { authorization: token } })).status,
		{ session, token: server.token() },
	);
	expect(ended).toBe(200);
	await until('the publisher is gone', () => bob.run<boolean>(`!meeting.participants.has('cam')`));
	await page.close();
});

it('an encoder that hangs up without an HTTP request leaves at once', async () => {
	const roomId = await server.room();
	const bob = await viewer(roomId);
	const page = await encoder();
	await publish(page, `${server.url}/v2/whip?${new URLSearchParams({ roomId, participantId: 'cam' })}`, 'VP8');
	await until('the picture moves', async () => (await bob.frames('cam')) > 5);
	await page.evaluate(() => (window as unknown as { publisher: RTCPeerConnection }).publisher.close());
	await until('the publisher is gone', () => bob.run<boolean>(`!meeting.participants.has('cam')`), 5_000);
	await page.close();
});

// In parallel with the next: both wait for timeouts.
it.concurrent('an encoder that dies leaves soon', async () => {
	const roomId = await server.room();
	const bob = await viewer(roomId);
	const page = await encoder();
	await publish(page, `${server.url}/v2/whip?${new URLSearchParams({ roomId, participantId: 'cam' })}`, 'H264');
	await until('the picture moves', async () => (await bob.frames('cam')) > 15);
	await page.close();
	await until('the publisher is gone', () => bob.run<boolean>(`!meeting.participants.has('cam')`), 40_000);
});

it.concurrent('FFmpeg publishes H.264 and Opus, and is seen and heard', async () => {
	const roomId = await server.room();
	const bob = await viewer(roomId);
	const encoder = startWhipEncoder(server, { roomId, participantId: 'cam' });
	try {
		await until('the picture moves', async () => (await bob.frames('cam')) > 15, 30_000);
		expect(await bob.pictureSize('cam')).toEqual({ width: 320, height: 240 });
		await until('the tone is heard', async () => (await bob.audioEnergy()) > 0);
	} finally {
		await encoder.end();
	}
	await until('the publisher is gone', () => bob.run<boolean>(`!meeting.participants.has('cam')`), 30_000);
});

it.concurrent.for(PUBLISHERS)(
	'GStreamer publishes H.264 and Opus by $name: seen, heard and recorded',
	async (by, { skip }) => {
		skip(!by.isThere, `there is no ${by.name}: CONTRIBUTING.md says where it comes from`);
		const { width, height, rate, tone } = SENT;
		const roomId = await server.room();
		const participantId = 'cam';
		const bob = await viewer(roomId);
		const query = new URLSearchParams({ roomId, participantId });
		const gstreamer = by.start(`${server.url}/v2/whip?${query}`, server.token());
		try {
			await until('the picture moves', async () => (await bob.frames('cam')) > 15, 30_000);
			expect(await bob.pictureSize('cam')).toEqual({ width, height });
			const { r, g, b } = await bob.colour('cam');
			expect(near([r, g, b], RED, 40)).toBe(true);
			await until('the tone is heard', async () => Math.abs((await bob.loudest('audio-cam')) - tone) < 20);
			const late = await viewer(roomId, 'late');
			await until('the encoder makes a key frame for one who comes late', async () => (await late.frames('cam')) > 5);

			const id = await startRecording(server, 'participant', { roomId, participantId });
			await new Promise((done) => setTimeout(done, RECORDED_MS));
			await stopRecording(server, 'participant', { roomId, participantId });
			const { file } = await storedRecording(server, 'participant', id);
			expect(file.meta).toMatchObject({ format: 'mp4', resolution: { width, height } });
			const path = await download(server, file.fileUrl, `${by.name}.mp4`);
			const { streams } = await probe(path);
			expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['h264', 'opus']);
			expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
			const { duration } = file.meta;
			expect(duration).toBeGreaterThan(RECORDED_MS / 1000 - 1);
			expect((await packets(path, 'v')).length).toBeGreaterThan((duration - 0.5) * rate);
			const pictures = await Pictures.read(path, { width: 16, height: 16 }, rate);
			for (let frame = 0; frame < pictures.count; frame++)
				expect(near(pictures.at(frame, 0.5, 0.5), RED, 40), `picture ${frame}`).toBe(true);
			expect((await Sound.read(path)).level(tone, 0.1, duration - 0.1)).toBeGreaterThan(0.3);
		} finally {
			gstreamer.kill('SIGINT');
		}
		await until('the publisher is gone', () => bob.run<boolean>(`!meeting.participants.has('cam')`), 30_000);
	},
);
