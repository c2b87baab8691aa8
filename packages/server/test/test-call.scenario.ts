import { until } from '@roomcast/testing/until';
import { describe, expect, it } from 'vitest';
import { metric } from './support/metric.ts';
import { opusParameters, refusal, type SignallingClient } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';

const { server, newRoom, open, join } = signallingScenario();

/** Begins a test on a new connection. */
async function begin(token: string, client?: SignallingClient) {
	const tester = client ?? (await open());
	const { routerRtpCapabilities: rtpCapabilities } = await tester.notification('welcome');
	const { media } = await tester.request('test-call', { token, rtpCapabilities });
	return { client: tester, transportId: media.sendTransport?.id ?? '', media };
}

/** Rooms and tests that have media. */
async function routers(): Promise<number> {
	const all = Object.values(await metric(server(), 'roomcast_media_routers'));
	return all.reduce((sum, one) => sum + one, 0);
}

describe('a test call', () => {
	it('gives what is sent back to its sender alone, and is over with its connection', async () => {
		const before = await routers();
		const { client, transportId, media } = await begin(await server().token({ permissions: ['ask_join'] }));
		expect(media.recvTransport?.id).toEqual(expect.any(String));
		const sound = { transportId, kind: 'audio' as const, rtpParameters: opusParameters(1) };
		const { producerId } = await client.request('produce', sound);
		const { consumer } = await client.notification('consumer-added');
		expect(consumer).toMatchObject({ producerId, kind: 'audio', paused: true });
		await client.request('resume-consumers', { consumerIds: [consumer.id] });
		const data = {
			transportId,
			reliability: 'RELIABLE' as const,
			sctpStreamParameters: { streamId: 0, ordered: true },
		};
		const { dataProducerId } = await client.request('produce-data', data);
		const { dataConsumer } = await client.notification('data-consumer-added');
		expect(dataConsumer.dataProducerId).toBe(dataProducerId);
		expect((await client.request('restart-ice', { transportId })).iceParameters).toMatchObject({ iceLite: true });
		expect(await routers()).toBe(before + 1);
		// It can be begun again: what was before is closed.
		const { media: next } = await client.request('test-call', {
			token: await server().token(),
			rtpCapabilities: (await open().then((other) => other.notification('welcome'))).routerRtpCapabilities,
		});
		expect(next.sendTransport?.id).not.toBe(transportId);
		expect((await refusal(client.request('produce', sound))).refusal).toBe('MEDIA_NOT_AVAILABLE');
		client.close();
		await until('its media is closed', async () => (await routers()) === before);
	});

	it('is for those who could join, on a connection without a participant', async () => {
		const { routerRtpCapabilities: rtpCapabilities } = await (await open()).notification('welcome');
		const client = await open();
		const sound = { transportId: 'x', kind: 'audio' as const, rtpParameters: opusParameters(1) };
		expect((await refusal(client.request('produce', sound))).refusal).toBe('NOT_JOINED');
		const wrong = client.request('test-call', { token: 'none', rtpCapabilities });
		expect((await refusal(wrong)).refusal).toBe('INVALID_TOKEN');
		const late = await server().token({ expiresIn: -3600 });
		expect((await refusal(client.request('test-call', { token: late, rtpCapabilities }))).refusal).toBe(
			'INVALID_TOKEN',
		);
		const { client: ann } = await join(await newRoom(), 'ann');
		const seated = ann.request('test-call', { token: await server().token(), rtpCapabilities });
		expect((await refusal(seated)).refusal).toBe('ALREADY_JOINED');
		const { client: tester, transportId } = await begin(await server().token());
		// What belongs to a session is of no test.
		expect((await refusal(tester.request('publish', { topic: 'a', message: 'b' }))).refusal).toBe('NOT_JOINED');
		expect((await refusal(tester.request('restart-ice', { transportId: 'x' }))).refusal).toBe('MEDIA_NOT_AVAILABLE');
		expect(transportId).not.toBe('');
	});
});
