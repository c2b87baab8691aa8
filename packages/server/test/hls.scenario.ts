import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateRoomBody } from '@roomcast/contract';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { attributes, findChanges, findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let receiver: Receiver;
let sdk: VideoSDK;
let folder: string;
beforeAll(async () => {
	receiver = await Receiver.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	sdk = new VideoSDK({ apiKey: server.key.id, secret: server.key.secret, apiEndpoint: server.url });
	folder = await mkdtemp(join(tmpdir(), 'roomcast-hls-'));
});
afterAll(async () => {
	await server.close();
	await receiver.close();
	await removeFolder(folder);
});

async function newRoom(more: CreateRoomBody = {}): Promise<string> {
	return (await server.room({ webhook: { endPoint: receiver.url, events: ['hls-*', 'recording-*'] }, ...more })).roomId;
}

/** Ann, whose name is what is shown. */
const ann = async (roomId: string) => (await server.joinSilently(roomId, 'ann')).client;

const told = (roomId: string) => receiver.about({ roomId });
const names = (roomId: string) => receiver.eventsAbout({ roomId });
const heard = (roomId: string, name: string) =>
	vi.waitFor(() => expect(names(roomId)).toContain(name), { timeout: 20_000, interval: 50 });

const text = async (url: string, init?: RequestInit) => {
	const response = await fetch(url, init);
	expect(response.status, url).toBe(200);
	return response.text();
};
const beside = (url: string, name: string) => new URL(name, url).href;

/** The media playlist that a master leads to. */
async function mediaUrl(master: string): Promise<string> {
	const line = (await text(master)).split('\n').find((each) => each !== '' && !each.startsWith('#'));
	return beside(master, line ?? '');
}

it('a stream from its start to its deletion, by the official SDK', { timeout: 120_000 }, async () => {
	const roomId = await newRoom();
	await expect(sdk.hls.start(roomId)).rejects.toThrow(/no session that runs/);
	const client = await ann(roomId);
	await expect(sdk.hls.get(roomId)).rejects.toThrow(/not found/);
	const started = await server.post('/v2/hls/start', { roomId, config: { quality: 'low' } });
	expect(started.status).toBe(200);
	const base = new RegExp(`^${server.running.url}/hls/[0-9a-f]{48}/`);
	expect(started.body).toEqual({
		id: expect.stringMatching(/^[0-9a-f]{24}$/),
		sessionId: expect.stringMatching(/^[0-9a-f]{24}$/),
		roomId,
		start: expect.any(String),
		links: { get_room: expect.stringContaining(roomId), get_session: expect.any(String) },
		playbackHlsUrl: expect.stringMatching(base),
		downstreamUrl: started.body.playbackHlsUrl,
		livestreamUrl: started.body.playbackHlsUrl.replace('index.m3u8', 'live.m3u8'),
	});
	expect(started.headers.get('x-hls-id')).toBe(started.body.id);
	await expect(sdk.hls.start(roomId)).rejects.toThrow(/already running/);
	const { id, playbackHlsUrl, livestreamUrl } = started.body;

	// What players are told, as it comes: each version by the rules, and none takes back what was said before.
	const live = await mediaUrl(livestreamUrl);
	const whole = await mediaUrl(playbackHlsUrl);
	for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
		expect((await fetch(beside(live, name))).status, name).toBe(404);
	expect(await text(livestreamUrl)).toMatch(
		/CODECS="avc1\.64[0-9a-f]{4},mp4a\.40\.2",RESOLUTION=854x480,FRAME-RATE=30/,
	);
	const versions = [await text(whole)];
	for (;;) {
		const { segments, trailing } = readPlaylist(versions.at(-1) ?? '');
		if (segments.length >= 4) break;
		const [segment, part] = [segments.length, trailing.length];
		versions.push(await text(`${whole}?_HLS_msn=${segment}&_HLS_part=${part}`));
	}
	const playlists = versions.map(readPlaylist);
	expect(playlists.flatMap(findFaults)).toEqual([]);
	expect(
		playlists.flatMap((each, index) => (playlists[index + 1] ? findChanges(each, playlists[index + 1] ?? each) : [])),
	).toEqual([]);
	// Parts are told as they come: how many are new at once is up to the machine.
	expect(playlists.at(-1)?.segments.flatMap(({ parts }) => parts).length).toBeGreaterThan(4);

	// A part that is hinted at is answered the moment it is there: before there is one of the next segment.
	const { hint = '', segments } = readPlaylist(await text(live));
	const after = Number(/^seg-(\d+)\.\d+\.m4s$/.exec(hint)?.[1]) + 1;
	const hinted = fetch(beside(live, hint)).then(async (part) => ({ part, bytes: await part.arrayBuffer() }));
	const later = fetch(`${live}?_HLS_msn=${after}&_HLS_part=0`).then(() => undefined);
	const first = await Promise.race([hinted, later]);
	expect(first?.part.status).toBe(200);
	expect(first?.bytes.byteLength).toBeGreaterThan(100);
	await later;
	const segment = beside(live, segments[1]?.uri ?? '');
	const head = await fetch(segment, { headers: { range: 'bytes=4-7', origin: 'https://elsewhere.example' } });
	expect(head.status).toBe(206);
	expect(await head.text()).toMatch(/^moof|^styp/);
	expect(Object.fromEntries(head.headers)).toMatchObject({
		'access-control-allow-origin': '*',
		'cache-control': 'public, max-age=86400, immutable',
		'content-type': 'video/mp4',
		'content-range': expect.stringMatching(/^bytes 4-7\/\d+$/),
	});
	expect((await fetch(segment, { headers: { range: 'bytes=99999999-' } })).status).toBe(416);
	const answer = await fetch(live, { headers: { 'accept-encoding': 'gzip' } });
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-encoding': 'gzip',
		'cache-control': 'no-cache',
		'content-type': 'application/vnd.apple.mpegurl',
	});
	// Caches on the way answer viewers who ask for the same; a browser that asks again wants a newer one.
	const blocking = await fetch(`${live}?_HLS_msn=1`);
	expect(blocking.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=12');
	for (const [query, status] of [
		['_HLS_msn=1000', 400],
		['_HLS_part=1', 400],
		['_HLS_msn=x', 400],
		['_HLS_msn=0&_HLS_part=0', 200],
	] as const)
		expect((await fetch(`${live}?${query}`)).status, query).toBe(status);
	for (const url of [
		beside(live, 'seg-999.m4s'),
		beside(live, 'seg-999.0.m4s'),
		beside(live, '../../etc'),
		`${server.url}/hls/${'0'.repeat(48)}/index.m3u8`,
	])
		expect((await fetch(url)).status, url).toBe(404);

	await heard(roomId, 'hls-playable');
	expect(await sdk.hls.get(roomId)).toMatchObject({
		id,
		roomId,
		end: null,
		playbackHlsUrl,
		livestreamUrl,
		quality: 'low',
	});
	expect((await server.call(`/v2/hls/${roomId}/active`)).body).toMatchObject({
		code: 200,
		data: { id, meetingId: roomId },
	});

	for (const [options, size] of [
		[{}, [854, 480]],
		[{ format: 'png', width: 320 }, [320, 178]],
		[{ format: 'webp', time: 1, width: 400, height: 300 }, [400, 300]],
	] as const) {
		const { message, meta, filePath, fileSize, fileName } = await sdk.hls.capture({ roomId, ...options });
		expect(message).toBe('captured thumbnail successfully');
		const format = 'format' in options ? options.format : 'jpg';
		expect(meta).toEqual({ createdAt: expect.any(String), width: size[0], height: size[1], format });
		const response = await fetch(filePath ?? '');
		const bytes = Buffer.from(await response.arrayBuffer());
		expect([response.status, bytes.length]).toEqual([200, fileSize]);
		const path = join(folder, `${fileName}.${format}`);
		await writeFile(path, bytes);
		expect((await probe(path)).streams[0]).toMatchObject({ width: size[0], height: size[1] });
		// Not one colour: the name is on it.
		const grey = await ffmpeg(['-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-vf', 'scale=64:36', '-']);
		expect(Math.max(...grey) - Math.min(...grey)).toBeGreaterThan(60);
	}
	expect(await server.post('/v2/hls/capture', { roomId, time: 4000 })).toMatchObject({
		status: 409,
		body: { code: 6043, message: expect.stringContaining('4000') },
	});
	await expect(sdk.hls.delete(id)).rejects.toThrow(/could not be stopped/);

	expect(await sdk.hls.stop(roomId)).toBe('HLS ended successfully');
	expect(await server.post('/v2/hls/stop', { roomId })).toMatchObject({ status: 409, body: { code: 4017 } });
	await heard(roomId, 'hls-stopped');
	expect(names(roomId)).toEqual(['hls-starting', 'hls-started', 'hls-playable', 'hls-stopping', 'hls-stopped']);
	const [, begun, playable, , stopped] = told(roomId).map(({ data }) => data);
	expect(begun).toMatchObject({ id, meetingId: roomId, playbackHlsUrl, downstreamUrl: playbackHlsUrl });
	expect(playable).toMatchObject({ playbackHlsUrl, livestreamUrl, downstreamUrl: playbackHlsUrl });
	expect(stopped).toMatchObject({ playbackHlsUrl, duration: expect.any(Number), reason: 'STOPPED_BY_REQUEST' });

	// What was streamed stays where it was, from the storage.
	const over = await vi.waitFor(
		async () => {
			const files = await readdir(join(server.dataDir, 'storage', 'hls', started.body.sessionId));
			expect(files.sort()).toEqual([`${id}.m3u8`, `${id}.mp4`]);
			return readPlaylist(await text(whole));
		},
		{ timeout: 15_000 },
	);
	expect(findFaults(over)).toEqual([]);
	expect(over).toMatchObject({ type: 'VOD', ended: true });
	expect(findChanges(playlists.at(-1) ?? over, { ...over, type: 'EVENT' })).toEqual([]);
	const report = await probe(playbackHlsUrl);
	expect(report.streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
	expect(Math.abs(Number(report.format.duration) - Number(stopped?.duration))).toBeLessThan(0.5);
	expect((await ffmpeg(['-xerror', '-i', playbackHlsUrl, '-f', 'null', '-'])).length).toBe(0);
	// The files in the storage are a stream by themselves.
	const alone = join(server.dataDir, 'storage', 'hls', started.body.sessionId, `${id}.m3u8`);
	expect(Number((await probe(alone)).format.duration)).toBeCloseTo(Number(report.format.duration), 1);

	expect(await sdk.hls.getById(id)).toMatchObject({ id, status: 'STOPPED', end: stopped?.end, captureLog: [] });
	const listed = await sdk.hls.list({ roomId });
	expect(listed.data.map((each) => each.id)).toEqual([id]);
	const session = await server.call(`/v2/sessions/${started.body.sessionId}`);
	expect(session.body.hlsLog).toEqual([{ start: stopped?.start, end: stopped?.end }]);
	expect(await sdk.hls.delete(id)).toBe('Room Hls Recording deleted successfully !');
	await expect(sdk.hls.getById(id)).rejects.toThrow(/not found/);
	expect((await fetch(playbackHlsUrl)).status).toBe(404);
	await vi.waitFor(
		async () => {
			for (const place of ['storage/hls', 'storage/thumbnail', `captures/${id}`])
				expect(await readdir(join(server.dataDir, place)).catch(() => [])).toEqual([]);
		},
		{ timeout: 15_000 },
	);
	await client.request('leave', {});
	expect(attributes('A="1"').get('A')).toBe('1');
});

it('with the file beside it, from the first participant to the last', { timeout: 120_000 }, async () => {
	const roomId = await newRoom({
		autoStartConfig: { hls: { config: { mode: 'audio', recording: { enabled: true } } } },
	});
	const client = await ann(roomId);
	await heard(roomId, 'hls-started');
	await heard(roomId, 'recording-started');
	await client.request('leave', {});
	await heard(roomId, 'hls-stopped');
	await heard(roomId, 'recording-stopped');
	const file = told(roomId).find(({ event }) => event === 'recording-stopped')?.data;
	expect((await probe(String(file?.fileUrl))).streams.map(({ codec_name }) => codec_name)).toEqual(['aac']);
	const stream = told(roomId).find(({ event }) => event === 'hls-stopped')?.data;
	expect((await probe(String(stream?.playbackHlsUrl))).streams.map(({ codec_name }) => codec_name)).toEqual(['aac']);
});
