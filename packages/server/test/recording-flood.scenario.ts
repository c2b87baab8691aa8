import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inState, startRecording } from './support/recorded.ts';
import { TestServer } from './support/TestServer.ts';
import { RtpPublisher } from './support/wire/RtpPublisher.ts';

vi.setConfig({ testTimeout: 90_000 });

let server: TestServer;
beforeAll(async () => {
	// What one participant may send is not bounded here: the flood lasts as long as the recording.
	server = await TestServer.create({ ROOMCAST_MAX_INCOMING_BITRATE: '0' });
});
afterAll(() => server.close());

it('a recording continues while a participant floods the room with SRTP: it has its whole length', async () => {
	const { roomId } = await server.room();
	const flooder = await RtpPublisher.publish(server, { roomId, participantId: 'flooder', kind: 'video' });
	const asked = performance.now();
	const id = await startRecording(server, { roomId, config: { quality: 'low' } });
	// 8 Mbit/s of a thousand packets a second, of which no decoder can make a picture.
	flooder.sendEvery20Ms(20, 1000);
	await new Promise((resolve) => setTimeout(resolve, 8_000));
	expect(await server.post('/v2/recordings/end', { roomId })).toMatchObject({ status: 200 });
	const ended = performance.now();
	const recording = await inState(server, id, 'STOPPED', 60_000);
	// It began before its start was answered, and ended before its end was.
	expect(recording.file.meta.duration).toBeGreaterThan(7.5);
	expect(recording.file.meta.duration).toBeLessThan((ended - asked) / 1000 + 0.5);
	expect(flooder.sent).toBeGreaterThan(1_000);
	await flooder.close();
});
