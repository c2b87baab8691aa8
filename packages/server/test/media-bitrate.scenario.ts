import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { RtpPublisher } from './support/wire/RtpPublisher.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_MAX_INCOMING_BITRATE: '200' });
});
afterAll(() => server.close());

it('a publisher that sends far more than it may, and ignores every hint, is removed with the reason', async () => {
	const { roomId } = await server.room();
	const token = await server.token();
	const { client } = await SignallingClient.join(server.url, { token, roomId, participantId: 'ann' });
	const [flooder, careful] = await Promise.all([
		RtpPublisher.publish(server, { roomId, participantId: 'flooder', kind: 'video' }),
		RtpPublisher.publish(server, { roomId, participantId: 'careful', kind: 'audio' }),
	]);
	// 2 Mbit/s, and 40 kbit/s.
	flooder.sendEvery20Ms(5, 1000);
	careful.sendEvery20Ms(1, 100);
	const left = await client.notification('participant-left', () => true);
	expect(left).toMatchObject({ participantId: 'flooder', reason: { message: 'BITRATE_EXCEEDED' } });
	expect(client.notifications.filter(({ event }) => event === 'participant-left')).toEqual([]);
	await Promise.all([flooder.close(), careful.close()]);
	client.close();
});
