import type { RequestReply } from '@roomcast/contract';
import { childrenOf } from '@roomcast/testing/processes/processes';
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
	it('gets everything at once: the participants, what they send, both transports', async () => {
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
		expect(refused.message).toContain(`has ${MAX_PARTICIPANTS} participants, the maximum`);
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
		for (const pid of await childrenOf(process.pid, 'mediasoup-worker')) process.kill(pid, 'SIGKILL');
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
