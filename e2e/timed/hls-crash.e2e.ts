import { probe } from '@roomcast/testing/media/ffmpeg';
import { findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { Caller } from '../support/caller.ts';
import { sendPattern } from '../support/pattern.ts';
import { TestServer } from '../support/server.ts';
import { Viewer } from '../support/viewer.ts';

const ENV = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };

let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;
beforeAll(async () => {
	[server, receiver, browser] = await Promise.all([
		TestServer.start({ env: ENV }),
		Receiver.create(),
		TestBrowser.launch(),
	]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
});

const told = (roomId: string) => receiver.eventsAbout({ roomId });

it('a server that is killed while it streams: viewers continue where they were, and the stream is whole', {
	timeout: 90_000,
}, async () => {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['hls-*'] } });
	const meeting = { micEnabled: false, webcamEnabled: false };
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: 440, beeps: false, clock: true });
	const { playbackHlsUrl } = await server.rest('POST /v2/hls/start', {
		body: { roomId, config: { quality: 'low' } },
	});
	await until('it is playable', async () => (await ann.run('meeting.hlsState')) === 'HLS_PLAYABLE');
	const viewer = await Viewer.watch(browser, server.url, playbackHlsUrl);
	await until('it plays', async () => (await viewer.state()).frames > 60);
	const playlist = async () => readPlaylist(await (await fetch(playbackHlsUrl.replace('index', 'stream'))).text());
	const before = await playlist();

	await server.kill('SIGKILL');
	server = await TestServer.start({ after: server, env: ENV });
	const on = await until(
		'it goes on',
		async () => {
			const now = await playlist();
			return now.segments.some(({ discontinuity }) => discontinuity === 1) && now;
		},
		30_000,
	);
	expect(findFaults(on)).toEqual([]);
	expect(on.segments.slice(0, before.segments.length).map(({ uri }) => uri)).toEqual(
		before.segments.map(({ uri }) => uri),
	);
	expect(await ann.run('meeting.hlsState')).toBe('HLS_PLAYABLE');
	const held = await viewer.state();
	await until('the viewer goes on', async () => (await viewer.state()).frames > held.frames + 60, 20_000);
	await until('the viewer is live', async () => ((await viewer.behind()) ?? 99) <= 4, 20_000);

	await server.rest('POST /v2/hls/end', { body: { roomId } });
	await until('all webhooks came', async () => told(roomId).includes('hls-stopped'));
	expect(told(roomId)).toEqual(['hls-starting', 'hls-started', 'hls-playable', 'hls-stopping', 'hls-stopped']);
	expect(findFaults(await playlist())).toEqual([]);
	expect((await probe(playbackHlsUrl)).streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
	await ann.run('meeting.leave()');
});
