import { readFile } from 'node:fs/promises';
import type { RequestReply, RtpParameters, StreamKind } from '@roomcast/contract';
import { describe, expect, it } from 'vitest';
import { opusParameters, refusal, SignallingClient, vp8Parameters } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';

/** How many a room of this server holds. */
const MAX_PARTICIPANTS = 4;

const { server, newRoom, join, open } = signallingScenario({
	ROOMCAST_RATE_LIMIT_SIGNALLING: '300',
	ROOMCAST_MAX_PARTICIPANTS: `${MAX_PARTICIPANTS}`,
});

const sendTransport = ({ media }: RequestReply<'join'>) => media.sendTransport?.id ?? '';

describe('joining', () => {
	it('gets everything at once: who is there, what they send, both transports', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const transportId = sendTransport(ann.joined);
		await ann.client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(1) });
		await ann.client.request('produce', {
			transportId,
			kind: 'video',
			rtpParameters: vp8Parameters(10),
			width: 1280,
			height: 720,
		});
		const ben = await join(roomId, 'ben');
		expect(ben.joined.participants).toMatchObject([
			{ participantId: 'ann', streams: [{ kind: 'audio' }, { kind: 'video', codec: 'video/VP8' }] },
		]);
		expect(ben.joined.media.consumers).toMatchObject([
			{ participantId: 'ann', kind: 'audio', type: 'simple', paused: false },
			{ participantId: 'ann', kind: 'video', type: 'simulcast', paused: false },
		]);
		await ann.client.notification('participant-joined', ({ participant }) => participant.participantId === 'ben');
		// What comes after the join waits for its receiver.
		const screen = { transportId, kind: 'share' as const, rtpParameters: { ...vp8Parameters(20), mid: '2' } };
		await ann.client.request('produce', screen);
		const { consumer } = await ben.client.notification('consumer-added');
		expect(consumer).toMatchObject({ kind: 'share', paused: true });
		await ben.client.request('resume-consumers', { consumerIds: [consumer.id] });
	});

	it.each([
		{ goes: 'says so', code: 1101, go: (client: SignallingClient) => void client.request('leave', {}).catch(() => {}) },
		{ goes: 'closes its connection', code: 1001, go: (client: SignallingClient) => client.close() },
	])('leaves nobody behind when the one who joins leaves before the answer, and $goes', async ({ code, go }) => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await open();
		const { routerRtpCapabilities } = await ben.notification('welcome');
		const token = await server().token({ permissions: ['allow_join'] });
		const joined = ben.request('join', { rtpCapabilities: routerRtpCapabilities, token, roomId, participantId: 'ben' });
		joined.catch(() => {});
		go(ben);
		await ben.closed;
		// Well before the server would give up somebody who may come back.
		const end = performance.now() + 5000;
		for (;;) {
			const cat = await join(roomId, 'cat');
			const others = cat.joined.participants.map(({ participantId }) => participantId);
			if (!others.includes('ben') || performance.now() > end) {
				expect(others).toEqual(['ann']);
				break;
			}
			// Nobody else may take over an id.
			await cat.client.request('leave', {});
		}
		const toldOf = ({ event, data }: { event: string; data: unknown }, name: string) =>
			event === name && JSON.stringify(data).includes('"ben"');
		const [came] = ann.client.notifications.filter((one) => toldOf(one, 'participant-joined'));
		const [left] = ann.client.notifications.filter((one) => toldOf(one, 'participant-left'));
		expect(left === undefined).toBe(came === undefined);
		if (left !== undefined) expect(left.data).toMatchObject({ reason: { code } });
	});

	it('is refused in the words of the error table', async () => {
		const roomId = await newRoom();
		const { client } = await join(roomId, 'ann');
		expect(await refusal(client.request('join', { token: 'x', roomId }))).toMatchObject({ refusal: 'ALREADY_JOINED' });
		const other = await open();
		expect(await refusal(other.request('leave', {}))).toMatchObject({ refusal: 'NOT_JOINED' });
		expect(await refusal(other.request('dance' as never, {} as never))).toMatchObject({ refusal: 'UNKNOWN_METHOD' });
		const wrong = await refusal(other.request('join', { token: 7, roomId } as never));
		expect(wrong).toMatchObject({ refusal: 'VALIDATION_FAILED' });
		expect(wrong.message).toContain('data.token');
		for (const participantId of ['', 'Ann Lee', 'x'.repeat(65), 7])
			for (const method of ['join', 'ask-entry'] as const) {
				const unnamed = await refusal(other.request(method, { token: 'x', roomId, participantId } as never));
				expect(unnamed).toMatchObject({ refusal: 'INVALID_PARTICIPANT_ID', code: 4004 });
				expect(unnamed.message).toContain('data.participantId');
			}
		other.sendRaw('{');
		expect(await other.notification('error')).toMatchObject({ name: 'BAD_MESSAGE' });
	});

	it('is refused in a room that was deactivated', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		expect((await server().post('/v2/rooms/deactivate', { roomId })).status).toBe(200);
		expect(await ann.client.notification('left')).toMatchObject({ reason: { code: 1006 } });
		const refused = await refusal(join(roomId, 'ben'));
		expect(refused).toMatchObject({ refusal: 'MEETING_ID_DISABLED', code: 4052 });
		expect(refused.message).toContain(roomId);
	});

	it('is refused in a room that is full, but for one who takes over', async () => {
		const roomId = await newRoom();
		const token = await server().token();
		await Promise.all(Array.from({ length: MAX_PARTICIPANTS }, (_, i) => join(roomId, `p${i}`, token)));
		const refused = await refusal(join(roomId, 'late'));
		expect(refused).toMatchObject({ refusal: 'MAX_PARTCIPANT_REACHED', code: 4009 });
		expect(refused.message).toContain(`holds ${MAX_PARTICIPANTS} participants`);
		const again = await join(roomId, 'p0', token);
		expect(again.joined.participants).toHaveLength(MAX_PARTICIPANTS - 1);
		await again.client.request('leave', {});
		await join(roomId, 'late');
	});

	it('is refused to those who are not among allowedParticipantIds', async () => {
		const roomId = await newRoom({ allowedParticipantIds: ['ann'] });
		await join(roomId, 'ann');
		const refused = await refusal(join(roomId, 'ben'));
		expect(refused).toMatchObject({ refusal: 'UNAUTHORIZED_REQUEST', code: 4025 });
		expect(refused.message).toContain('ben is not among its allowedParticipantIds');
		// Also to one for whom the server would choose an id.
		const unnamed = SignallingClient.join(server().url, { token: await server().token(), roomId });
		expect(await refusal(unnamed)).toMatchObject({ code: 4025 });
	});

	it('of a second one with the same id and the same token puts the first one out', async () => {
		const roomId = await newRoom();
		const ben = await join(roomId, 'ben');
		const token = await server().token();
		const first = await join(roomId, 'ann', token);
		await join(roomId, 'ann', token);
		expect(await first.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
		await first.client.closed;
		await ben.client.notification('participant-left', ({ reason }) => reason.code === 1011);
	});
});

describe('a broken connection', () => {
	it('is resumed: missed notifications follow', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		await ann.client.notification('participant-joined');
		ann.client.terminate();
		await ann.client.closed;
		await ben.client.request('store-set', { key: 'slide', value: 3 });
		await join(roomId, 'cat');
		const again = await open();
		// One notification arrived before: ben's join.
		const { missed } = await again.request('resume', { resumeToken: ann.joined.resumeToken, lastSeq: 1 });
		expect(missed).toBe(1);
		await again.notification('participant-joined', ({ participant }) => participant.participantId === 'cat');
		// It is the same participant: nobody saw it leave, and it is heard.
		expect(ben.client.notifications.some(({ event }) => event === 'participant-left')).toBe(false);
		expect(await again.request('store-get', { key: 'slide' })).toEqual({ value: 3 });
	});

	it('answers a repeated request with the first reply, and does it once', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		await ben.client.request('subscribe', { topic: 't' });
		const first = await ann.client.request('publish', { topic: 't', message: 'once' }, 70);
		const second = await ann.client.request('publish', { topic: 't', message: 'once' }, 70);
		expect(second).toEqual(first);
		await ben.client.notification('message');
		await ann.client.request('publish', { topic: 't', message: 'end' }, 71);
		const next = await ben.client.notification('message');
		expect(next.message.message).toBe('end');
	});

	it('keeps its transports, which restart ICE on the next one', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		const transports = [ann.joined.media.sendTransport, ann.joined.media.recvTransport];
		ann.client.terminate();
		await ann.client.closed;
		const again = await open();
		await again.request('resume', { resumeToken: ann.joined.resumeToken, lastSeq: 1 });
		for (const transport of transports) {
			if (transport === null) throw new Error('a participant has both');
			const { iceParameters } = await again.request('restart-ice', { transportId: transport.id });
			expect(iceParameters.usernameFragment).not.toBe(transport.iceParameters.usernameFragment);
			expect(iceParameters.password).not.toBe(transport.iceParameters.password);
			expect(iceParameters.iceLite).toBe(true);
			const next = await again.request('restart-ice', { transportId: transport.id });
			expect(next.iceParameters.usernameFragment).not.toBe(iceParameters.usernameFragment);
		}
		// It is the same transport: what was begun on it goes on.
		const transportId = transports[0]?.id ?? '';
		await again.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(1) });
		await ben.client.notification('consumer-added', ({ consumer }) => consumer.participantId === 'ann');
		const unknown = await refusal(again.request('restart-ice', { transportId: 'nothing' }));
		expect(unknown).toMatchObject({ refusal: 'MEDIA_NOT_AVAILABLE' });
	});

	it('cannot be resumed with a made-up token', async () => {
		const client = await open();
		const error = await refusal(client.request('resume', { resumeToken: 'nothing', lastSeq: 0 }));
		expect(error).toMatchObject({ refusal: 'RESUME_FAILED' });
	});
});

describe('a media worker that dies', () => {
	it('costs a session its media and nothing else', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
		for (const pid of children.trim().split(' ').map(Number)) {
			const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
			if (command.includes('mediasoup-worker')) process.kill(pid, 'SIGKILL');
		}
		await Promise.all([ann.client.notification('media-reset'), ben.client.notification('media-reset')]);
		const { media } = await ann.client.request('restart-media', {});
		await ann.client.request('produce', {
			transportId: media.sendTransport?.id ?? '',
			kind: 'audio',
			rtpParameters: opusParameters(5),
		});
		const again = await ben.client.request('restart-media', {});
		expect(again.media.consumers).toMatchObject([{ participantId: 'ann', kind: 'audio' }]);
	});
});

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

describe('moderation', () => {
	it('is for moderators', async () => {
		const roomId = await newRoom();
		await join(roomId, 'ann');
		const { client } = await join(roomId, 'ben', ['allow_join']);
		const deeds = [
			client.request('remove-participant', { participantId: 'ann' }),
			client.request('set-participant-media', { participantId: 'ann', kind: 'mic', enabled: false }),
			client.request('change-mode', { participantId: 'ann', mode: 'RECV_ONLY' }),
			client.request('end', {}),
		];
		for (const deed of deeds) expect(await refusal(deed)).toMatchObject({ refusal: 'INVALID_PERMISSIONS' });
	});

	it('mutes, asks, changes modes, removes', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben', ['allow_join']);
		const transportId = sendTransport(ben.joined);
		const mic = await ben.client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(1) });
		await ann.client.request('set-participant-media', { participantId: 'ben', kind: 'mic', enabled: false });
		expect(await ben.client.notification('media-disabled')).toEqual({ kind: 'mic', disabledBy: 'ann' });
		await ann.client.notification('stream-paused', ({ producerId }) => producerId === mic.producerId);
		await ann.client.request('set-participant-media', { participantId: 'ben', kind: 'webcam', enabled: true });
		expect(await ben.client.notification('media-requested')).toEqual({ kind: 'webcam', requestedBy: 'ann' });
		await ann.client.request('change-mode', { participantId: 'ben', mode: 'RECV_ONLY' });
		await ben.client.notification('participant-mode-changed', ({ mode }) => mode === 'RECV_ONLY');
		const { media } = await ben.client.request('restart-media', {});
		expect(media.sendTransport).toBeNull();
		await ann.client.request('remove-participant', { participantId: 'ben' });
		expect(await ben.client.notification('left')).toMatchObject({ reason: { code: 1002 } });
		await ben.client.closed;
		await ann.client.notification('participant-left', ({ participantId }) => participantId === 'ben');
	});
});

describe('messages and shared values', () => {
	it('keep what is to be kept, for those who may read it', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		for (const message of ['1', '2', '3']) {
			await ann.client.request('publish', { topic: 'CHAT', message, persist: true });
		}
		await ann.client.request('publish', { topic: 'CHAT', message: 'for cat', persist: true, sendOnly: ['cat'] });
		await ann.client.request('publish', { topic: 'CHAT', message: 'lost' });
		const ben = await join(roomId, 'ben');
		const old = await ben.client.request('subscribe', { topic: 'CHAT' });
		expect(old.messages.map(({ message }) => message)).toEqual(['1', '2', '3']);
		const two = await ben.client.request('subscribe', { topic: 'CHAT', oldMessageLimit: 2 });
		expect(two).toMatchObject({ messages: [{ message: '2' }, { message: '3' }], more: true });
		const cat = await join(roomId, 'cat');
		const hers = await cat.client.request('subscribe', { topic: 'CHAT' });
		expect(hers.messages.at(-1)?.message).toBe('for cat');
	});

	it('have limits', async () => {
		const roomId = await newRoom();
		const { client } = await join(roomId, 'ann');
		const large = { x: 'y'.repeat(20_000) };
		const token = await server().token();
		const boaster = SignallingClient.join(server().url, { token, roomId, metaData: large });
		const refused = await refusal(boaster);
		expect(refused).toMatchObject({ refusal: 'VALIDATION_FAILED' });
		expect(refused.message).toContain('data.metaData has 20008 bytes of JSON, 16384 are allowed');
		const tooLarge = await refusal(client.request('publish', { topic: 't', message: '', payload: large }));
		expect(tooLarge).toMatchObject({ refusal: 'PAYLOAD_TOO_LARGE', code: 3072 });
		const value = await refusal(client.request('store-set', { key: 'k', value: 'x'.repeat(2000) }));
		expect(value).toMatchObject({ refusal: 'PAYLOAD_TOO_LARGE' });
		await client.request('store-set', { key: 'k', value: { slide: 3 } });
		expect(await client.request('store-get', { key: 'k' })).toEqual({ value: { slide: 3 } });
		await client.request('store-set', { key: 'k', value: null });
		expect(await client.request('store-get', { key: 'k' })).toEqual({ value: null });
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
		expect(refused.length).toBeGreaterThan(90);
		for (const { reason } of refused) expect(reason).toMatchObject({ refusal: 'TOO_MANY_REQUESTS' });
		expect(await ben.client.request('store-get', { key: 'k' })).toEqual({ value: null });
	});

	it('that goes on although it is refused is cut off', async () => {
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
