import type { RequestReply, RtpParameters, StreamKind } from '@roomcast/contract';
import { describe, expect, it } from 'vitest';
import { opusParameters, refusal, vp8Parameters } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';

const { newRoom, join } = signallingScenario({ ROOMCAST_RATE_LIMIT_SIGNALLING: '300' });

const sendTransport = ({ media }: RequestReply<'join'>) => media.sendTransport?.id ?? '';

describe('messages that should not be', () => {
	it('are refused, also when they are nested deeper than a stack reaches', async () => {
		const { client } = await join(await newRoom(), 'ann');
		const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
		const sent = (value: string) => client.requestText('store-set', `{"key":"k","value":${value}}`);
		for (const depth of [100, 5_000, 100_000])
			expect(await refusal(sent(nested(depth)))).toMatchObject({
				refusal: 'BAD_MESSAGE',
				message: expect.stringContaining('levels deep'),
			});
		expect(await refusal(sent('"a\\u0000"'))).toMatchObject({
			refusal: 'BAD_MESSAGE',
			message: expect.stringContaining('U+0000'),
		});
		await sent(nested(90));
		expect(await client.request('store-get', { key: 'k' })).toEqual({ value: JSON.parse(nested(90)) });
	});

	it('of media are mistakes of the client', async () => {
		const { client, joined } = await join(await newRoom(), 'ann');
		const transportId = sendTransport(joined);
		const fingerprint = { value: Array.from({ length: 32 }, () => 'AB').join(':') };
		const connect = (algorithm: string) => {
			const dtlsParameters = { role: 'client' as const, fingerprints: [{ ...fingerprint, algorithm }] };
			return client.request('connect-transport', { transportId, dtlsParameters });
		};
		expect(await refusal(connect('rot13'))).toMatchObject({ refusal: 'VALIDATION_FAILED' });
		await connect('sha-256');
		// It is connected already.
		expect(await refusal(connect('sha-256'))).toMatchObject({ refusal: 'VALIDATION_FAILED' });
		const unlikely = {
			transportId,
			reliability: 'RELIABLE',
			sctpStreamParameters: { streamId: 1, maxRetransmits: 1, maxPacketLifeTime: 1 },
		} as const;
		expect(await refusal(client.request('produce-data', unlikely))).toMatchObject({ refusal: 'VALIDATION_FAILED' });
	});

	it('with lines of their own, which would end up in the SDP of others, are refused', async () => {
		const { client, joined } = await join(await newRoom(), 'ann');
		const transportId = sendTransport(joined);
		const opus = opusParameters(1);
		const [codec] = opus.codecs;
		const line = 'x\r\nm=bogus 9 X 0';
		const produce = (kind: StreamKind, rtpParameters: object) =>
			refusal(client.request('produce', { transportId, kind, rtpParameters: rtpParameters as RtpParameters }));
		for (const [field, parameters] of [
			['rtcp.cname', { ...opus, rtcp: { cname: line } }],
			['msid', { ...opus, msid: line }],
			['mid', { ...opus, mid: line }],
			['codecs.0.mimeType', { ...opus, codecs: [{ ...codec, mimeType: `audio/opus${line}` }] }],
			['codecs.0.parameters.a', { ...opus, codecs: [{ ...codec, parameters: { a: line } }] }],
			['codecs.0.parameters', { ...opus, codecs: [{ ...codec, parameters: { [line]: 1 } }] }],
			['codecs.0.rtcpFeedback.0.type', { ...opus, codecs: [{ ...codec, rtcpFeedback: [{ type: line }] }] }],
			['headerExtensions.0.uri', { ...opus, headerExtensions: [{ uri: line, id: 1 }] }],
			['encodings.0.rid', { ...opus, encodings: [{ rid: line }] }],
			['encodings.0.scalabilityMode', { ...opus, encodings: [{ ssrc: 1, scalabilityMode: 'L99T99' }] }],
		] as const) {
			const refused = await produce('audio', parameters).catch(() => undefined);
			expect(refused, field).toMatchObject({ refusal: 'VALIDATION_FAILED' });
			expect(refused?.message).toContain(`data.rtpParameters.${field}`);
		}
		const mistaken = await produce('video', opus);
		expect(mistaken).toMatchObject({ refusal: 'VALIDATION_FAILED' });
		expect(mistaken.message).toContain('codecs[0].mimeType is audio/opus, and what is produced is video');
		expect(await produce('shareAudio', vp8Parameters(5))).toMatchObject({ refusal: 'VALIDATION_FAILED' });
	});

	it('a participant that asks for new media again and again gets it each time', async () => {
		const { client } = await join(await newRoom(), 'ann');
		const answers = await Promise.all(Array.from({ length: 8 }, () => client.request('restart-media', {})));
		const ids = answers.map(({ media }) => media.sendTransport?.id);
		expect(new Set(ids).size).toBe(8);
	});
});

describe('a flood', () => {
	it('of one participant is refused, and its neighbour does not notice', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		const requests = Array.from({ length: 400 }, (_, i) => ann.client.request('store-get', { key: `k${i}` }));
		const results = await Promise.allSettled(requests);
		const refused = results.filter((result) => result.status === 'rejected');
		// How many is up to how fast they come.
		expect(refused.length).toBeGreaterThan(0);
		for (const { reason } of refused) expect(reason).toMatchObject({ refusal: 'TOO_MANY_REQUESTS' });
		expect(await ben.client.request('store-get', { key: 'k' })).toEqual({ value: null });
	});

	it('that continues although it is refused is cut off', async () => {
		const { client } = await join(await newRoom(), 'ann');
		const requests = Array.from({ length: 1400 }, (_, i) => client.request('store-get', { key: `k${i}` }));
		const results = Promise.allSettled(requests);
		expect(await client.closed).toEqual({ code: 4429, reason: 'too many messages' });
		expect((await results).filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(290);
	});

	it('that is not read ends the connection of who does not read it, and nobody else notices', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		const payload = { text: 'x'.repeat(15_000) };
		for (let n = 0; n < 60; n++)
			await ben.client.request('publish', { topic: 't', message: `${n}`, payload, persist: true });
		ann.client.stopReading();
		for (let n = 0; n < 100; n++) void ann.client.request('subscribe', { topic: 't' }).catch(() => {});
		// As much is asked for by one who reads: when that is answered, so is the other.
		for (let n = 0; n < 110; n++) {
			const { messages, more } = await ben.client.request('subscribe', { topic: 't' });
			expect({ several: messages.length > 10, more }).toEqual({ several: true, more: true });
		}
		ann.client.read();
		// With 4408, for one who comes to read that within five seconds.
		expect([4408, 1006]).toContain((await ann.client.closed).code);
	});
});
