import { probe } from '@roomcast/testing/media/ffmpeg';
import { findFaults, readPlaylist } from '@roomcast/testing/media/hlsPlaylist';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { S3Server } from './support/S3Server.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let s3: S3Server;
let server: TestServer;
beforeAll(async () => {
	s3 = await S3Server.create();
	server = await TestServer.create({ ROOMCAST_STORAGE_URL: s3.storageUrl() });
});
afterAll(async () => {
	await server.close();
	await s3.close();
});

it('a stream that is over is watched from the bucket, also by who began before', { timeout: 120_000 }, async () => {
	const { roomId } = await server.room();
	const token = await server.token();
	const { client } = await SignallingClient.join(server.url, { token, roomId, participantId: 'ann', name: 'Ann' });
	const { body: started } = await server.post('/v2/hls/start', { roomId, config: { mode: 'audio' } });
	const media = started.playbackHlsUrl.replace('index', 'stream');
	const playlist = async (query = '') => readPlaylist(await (await fetch(media + query)).text());
	const live = await playlist('?_HLS_msn=1');
	const [first] = live.segments;
	const segment = async () => {
		const response = await fetch(new URL(first?.uri ?? '', media));
		expect(response.status).toBe(200);
		return Buffer.from(await response.arrayBuffer());
	};
	const before = await segment();
	await server.post('/v2/hls/end', { roomId });

	const key = `hls/${started.sessionId}/${started.id}`;
	const over = await vi.waitFor(
		async () => {
			const now = await playlist();
			expect(now.segments[0]?.uri).toContain(`127.0.0.1:${s3.port}`);
			return now;
		},
		{ timeout: 10_000, interval: 100 },
	);
	expect(findFaults(over)).toEqual([]);
	expect(over).toMatchObject({ type: 'VOD', ended: true });
	expect(new URL(over.segments[0]?.uri ?? '').pathname).toContain(`${key}.mp4`);
	// What is in the bucket is what was live, and is there for players that know the old names.
	expect(await segment()).toEqual(before);
	const report = await probe(started.playbackHlsUrl);
	expect(report.streams.map(({ codec_name }) => codec_name)).toEqual(['aac']);
	const total = over.segments.reduce((sum, { duration }) => sum + duration, 0);
	expect(Math.abs(Number(report.format.duration) - total)).toBeLessThan(0.2);

	expect((await server.call(`/v2/hls/${started.id}`, { method: 'DELETE' })).status).toBe(200);
	await vi.waitFor(async () => expect(await s3.read(`${key}.mp4`)).toBeUndefined(), { timeout: 10_000 });
	expect((await fetch(started.playbackHlsUrl)).status).toBe(404);
	await client.request('leave', {});
});
