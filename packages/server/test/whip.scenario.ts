import type { CreateRoomBody } from '@roomcast/contract';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { FINGERPRINT } from './support/soundOffer.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_ICE_SERVERS: '[{"urls":["stun:stun.example:3478"]}]' });
});
afterAll(() => server.close());

const AUDIO = [
	'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
	'c=IN IP4 0.0.0.0',
	'a=mid:0',
	'a=sendonly',
	'a=rtcp-mux',
	'a=rtpmap:111 opus/48000/2',
	'a=fmtp:111 minptime=10;useinbandfec=1',
	'a=rtcp-fb:111 transport-cc',
	'a=rtpmap:0 PCMU/8000',
	'a=ssrc:1111 cname:camera',
];
const VIDEO = [
	'm=video 9 UDP/TLS/RTP/SAVPF 98 97 96',
	'c=IN IP4 0.0.0.0',
	'a=mid:1',
	'a=sendonly',
	'a=rtcp-mux',
	'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
	'a=extmap:5 urn:example:not-known',
	'a=extmap:6 urn:3gpp:video-orientation',
	'a=rtpmap:98 H265/90000',
	'a=rtpmap:96 H264/90000',
	'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1',
	'a=rtcp-fb:96 nack',
	'a=rtcp-fb:96 nack pli',
	'a=rtcp-fb:96 goog-remb',
	'a=rtpmap:97 rtx/90000',
	'a=fmtp:97 apt=96',
	'a=ssrc-group:FID 2222 3333',
	'a=ssrc:2222 cname:camera',
	'a=ssrc:3333 cname:camera',
];

function offer(...media: readonly string[][]): string {
	const session = [
		'v=0',
		'o=- 1 1 IN IP4 127.0.0.1',
		's=-',
		't=0 0',
		'a=group:BUNDLE 0 1',
		'a=ice-ufrag:abcd',
		'a=ice-pwd:0123456789abcdef01234567',
		`a=fingerprint:sha-256 ${FINGERPRINT}`,
		'a=setup:actpass',
	];
	return `${[...session, ...media.flat()].join('\r\n')}\r\n`;
}

interface PostOptions {
	readonly sdp?: string;
	readonly type?: string;
	readonly token?: string | null;
	readonly query?: Record<string, string>;
}

async function post(roomId: string, options: PostOptions = {}): Promise<Response & { text: () => Promise<string> }> {
	const { sdp = offer(AUDIO, VIDEO), type = 'application/sdp', token = await server.token(), query = {} } = options;
	return fetch(`${server.url}/v2/whip?${new URLSearchParams({ roomId, ...query })}`, {
		method: 'POST',
		headers: { 'content-type': type, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
		body: sdp,
	});
}

async function room(body: CreateRoomBody = {}): Promise<string> {
	return (await server.room(body)).roomId;
}

const call = async (method: string, location: string, headers: Record<string, string> = {}, body?: string) =>
	fetch(new URL(location, server.url), {
		method,
		headers: { authorization: await server.token(), ...headers },
		...(body === undefined ? {} : { body }),
	});

describe('publishing', () => {
	it('is answered as RFC 9725 says, and is seen in the room until it is ended', async () => {
		const roomId = await room();
		const joining = { token: await server.token(), roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' } as const;
		const { client, joined } = await SignallingClient.join(server.url, joining);
		const response = await post(roomId, { query: { participantId: 'cam', displayName: 'Camera' } });
		expect(response.status).toBe(201);
		expect(response.headers.get('content-type')).toMatch(/^application\/sdp/);
		expect(response.headers.get('location')).toMatch(/^\/v2\/whip\/sessions\/[0-9a-f]{24}\.[\w-]{24}$/);
		expect(response.headers.get('etag')).toMatch(/^"[\w-]+"$/);
		expect(response.headers.get('link')).toContain('<stun:stun.example:3478>; rel="ice-server"');
		expect(response.headers.get('access-control-expose-headers')).toContain('location');

		const answer = await response.text();
		const [, audio = '', video = ''] = answer.split(/^m=/m);
		// The first codec that is known, with its retransmissions; no feedback and no extension that nobody handles.
		expect(audio).toMatch(/^audio 9 UDP\/TLS\/RTP\/SAVPF 111\r\n/);
		expect(video).toMatch(/^video 9 UDP\/TLS\/RTP\/SAVPF 96 97\r\n/);
		for (const section of [audio, video])
			for (const line of ['a=recvonly', 'a=setup:passive', 'a=rtcp-mux', 'a=fingerprint:', 'a=candidate:'])
				expect(section).toContain(line);
		expect(video).toContain('a=rtcp-fb:96 nack pli');
		expect(video).not.toMatch(/goog-remb|H265|not-known|video-orientation/);
		expect(answer).toContain('a=ice-lite');
		expect(answer).toContain('a=group:BUNDLE 0 1');

		const told = await client.notification(
			'participant-joined',
			({ participant }) => participant.participantId === 'cam',
		);
		expect(told.participant).toMatchObject({ displayName: 'Camera', mode: 'SEND_AND_RECV' });
		const streams = [await client.notification('stream-added'), await client.notification('stream-added')];
		expect(streams.map(({ stream }) => [stream.kind, stream.codec])).toEqual([
			['audio', 'audio/opus'],
			['video', 'video/H264'],
		]);
		const { body } = await server.call(`/v2/sessions/${joined.sessionId}`);
		expect(body.participants.map(({ participantId }: { participantId: string }) => participantId)).toContain('cam');

		const ended = await call('DELETE', response.headers.get('location') ?? '');
		expect(ended.status).toBe(200);
		expect(await client.notification('participant-left')).toMatchObject({ participantId: 'cam' });
		expect((await call('DELETE', response.headers.get('location') ?? '')).status).toBe(404);
	});

	it('takes only what is sent, and refuses the rest in its place', async () => {
		const inactive = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:2', 'a=recvonly', 'a=rtpmap:111 opus/48000/2'];
		const data = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:3', 'a=sctp-port:5000'];
		const answer = await (await post(await room(), { sdp: offer(VIDEO, inactive, data) })).text();
		const sections = answer.split(/^m=/m).slice(1);
		expect(sections.map((section) => section.split('\r\n')[0])).toEqual([
			'video 9 UDP/TLS/RTP/SAVPF 96 97',
			'audio 0 UDP/TLS/RTP/SAVPF 111',
			'application 0 UDP/DTLS/SCTP webrtc-datachannel',
		]);
		expect(answer).toContain('a=group:BUNDLE 1\r\n');
	});

	it('takes simulcast', async () => {
		const simulcast = [
			...VIDEO.filter((line) => !line.startsWith('a=ssrc')),
			'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
			'a=rid:q send',
			'a=rid:f send',
			'a=simulcast:send q;f',
		];
		const response = await post(await room(), { sdp: offer(simulcast) });
		expect(response.status).toBe(201);
		expect(await response.text()).toContain('a=rid:q recv\r\na=rid:f recv\r\na=simulcast:recv q;f');
	});

	it('takes over from one with the same id and the same token, and from no other', async () => {
		const roomId = await room();
		const token = await server.token();
		const first = await post(roomId, { token, query: { participantId: 'cam' } });
		expect((await post(roomId, { query: { participantId: 'cam' } })).status).toBe(409);
		const second = await post(roomId, { token, query: { participantId: 'cam' } });
		expect([first.status, second.status]).toEqual([201, 201]);
		expect((await call('DELETE', first.headers.get('location') ?? '')).status).toBe(404);
		expect((await call('DELETE', second.headers.get('location') ?? '')).status).toBe(200);
	});

	it("is ended by VideoSDK's server SDK, which knows the session of the room and the participant", async () => {
		const roomId = await room();
		const { id: apiKey, secret } = server.key;
		const client = new VideoSDK({ apiKey, secret, apiEndpoint: server.url });
		expect((await post(roomId, { query: { participantId: 'other' } })).status).toBe(201);
		const ingress = client.whip.create(roomId, { participantId: 'cam', name: 'Camera' });
		const published = await fetch(ingress.url, {
			method: 'POST',
			headers: { 'content-type': 'application/sdp', authorization: ingress.token },
			body: offer(AUDIO, VIDEO),
		});
		expect(published.status).toBe(201);
		await client.whip.delete(ingress);
		expect((await call('DELETE', published.headers.get('location') ?? '')).status).toBe(404);
		await expect(client.whip.delete(ingress)).rejects.toThrow();
	});

	it('takes sections that are only to be bundled, whose port is 0', async () => {
		const bundled = [...VIDEO.map((line) => line.replace('video 9', 'video 0')), 'a=bundle-only'];
		const answer = await (await post(await room(), { sdp: offer(AUDIO, bundled) })).text();
		expect(answer).toContain('m=video 9 ');
	});

	it('ends when nothing ever comes', { timeout: 120_000 }, async () => {
		const roomId = await room();
		const joining = { token: await server.token(), roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' } as const;
		const { client } = await SignallingClient.join(server.url, joining);
		expect((await post(roomId, { query: { participantId: 'cam' } })).status).toBe(201);
		const began = Date.now();
		expect(await client.notification('participant-left', undefined, 45_000)).toMatchObject({ participantId: 'cam' });
		expect(Date.now() - began).toBeGreaterThan(12_000);
	});
});

describe('what an encoder adds', () => {
	it('needs no candidates, and restarts ICE with what it knows', async () => {
		const response = await post(await room());
		const location = response.headers.get('location') ?? '';
		const etag = response.headers.get('etag') ?? '';
		const type = { 'content-type': 'application/trickle-ice-sdpfrag' };
		const fragment = (userName: string) =>
			`a=ice-ufrag:${userName}\r\na=ice-pwd:0123456789abcdef01234567\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n`;
		expect((await call('PATCH', location, { ...type, 'if-match': etag }, fragment('abcd'))).status).toBe(204);
		const stale = await call('PATCH', location, { ...type, 'if-match': '"other"' }, fragment('abcd'));
		expect([stale.status, (await stale.json()).errorCode]).toEqual([412, 'WHIP_SESSION_CHANGED']);
		expect((await call('PATCH', location, { 'content-type': 'text/plain' }, 'x')).status).toBe(415);
		const restarted = await call('PATCH', location, { ...type, 'if-match': etag }, fragment('wxyz'));
		expect(restarted.status).toBe(200);
		expect(restarted.headers.get('etag')).not.toBe(etag);
		// Candidates of the new session, which browsers send one by one, do not restart it again.
		const next = restarted.headers.get('etag') ?? '';
		expect((await call('PATCH', location, { ...type, 'if-match': next }, fragment('wxyz'))).status).toBe(204);
		const answered = await restarted.text();
		const before = /a=ice-ufrag:(\S+)/.exec(await response.text())?.[1];
		expect(/a=ice-ufrag:(\S+)/.exec(answered)?.[1]).not.toBe(before);
		expect(answered).toContain('a=candidate:');
	});
});

describe('tokens', () => {
	it('that have ended restart and end what was published with them, and nothing else', async () => {
		const roomId = await room();
		// Within the leeway of a minute, and soon beyond it.
		const mint = () => mintToken(server.key, { permissions: ['allow_join'], expiresIn: -52 });
		const [token, other] = [await mint(), await mint()];
		const response = await post(roomId, { token });
		expect(response.status).toBe(201);
		const location = response.headers.get('location') ?? '';
		const etag = response.headers.get('etag') ?? '';
		await new Promise((resolve) => setTimeout(resolve, 10_000));
		expect((await post(roomId, { token })).status).toBe(401);
		const restart = (its: string) =>
			call(
				'PATCH',
				location,
				{ authorization: its, 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': etag },
				'a=ice-ufrag:wxyz\r\na=ice-pwd:0123456789abcdef01234567\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n',
			);
		const end = (its: string) => call('DELETE', location, { authorization: its });
		for (const refused of [await restart(other), await end(other)]) {
			expect(refused.status).toBe(401);
			expect((await refused.json()).message).toMatch(/it has expired/);
		}
		expect((await restart(token)).status).toBe(200);
		expect((await end(token)).status).toBe(200);
	});

	it('for joining are good, and stand for their room and their participant', async () => {
		const roomId = await room();
		const token = await server.token({ roomId, participantId: 'cam', roles: ['rtc'] });
		const response = await fetch(`${server.url}/v2/whip`, {
			method: 'POST',
			headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
			body: offer(AUDIO, VIDEO),
		});
		expect(response.status).toBe(201);
		const location = response.headers.get('location') ?? '';
		const { body } = await server.call(`/v2/sessions?roomId=${roomId}`);
		const [{ id: sessionId, participants }] = body.data;
		expect(participants.map(({ participantId }: { participantId: string }) => participantId)).toEqual(['cam']);

		// Another participant knows the session, and may not end the publication; nor may who is of another room.
		const other = await server.token({ roomId, roles: ['rtc'] });
		const byName = `/v2/whip/sessions/${sessionId}?participantId=cam`;
		expect((await call('DELETE', byName, { authorization: other })).status).toBe(404);
		const elsewhere = await server.token({ roomId: await room(), roles: ['rtc'] });
		expect((await call('DELETE', location, { authorization: elsewhere })).status).toBe(404);
		expect((await call('DELETE', location, { authorization: token })).status).toBe(200);
	});

	it('that name no room need one in the URL', async () => {
		const response = await fetch(`${server.url}/v2/whip`, {
			method: 'POST',
			headers: { 'content-type': 'application/sdp', authorization: await server.token() },
			body: offer(AUDIO),
		});
		expect(response.status).toBe(400);
		expect((await response.json()).message).toContain('querystring.roomId');
	});
});

describe('refusals', () => {
	it('of tokens and rooms', async () => {
		const roomId = await room();
		expect((await post(roomId, { token: null })).status).toBe(401);
		const asking = await server.token({ permissions: ['ask_join'] });
		expect((await post(roomId, { token: asking })).status).toBe(403);
		expect((await post('aaaa-bbbb-cccc')).status).toBe(404);
		const elsewhere = await server.token({ roomId: 'aaaa-bbbb-cccc', roles: ['crawler'] });
		expect((await post(roomId, { token: elsewhere })).status).toBe(403);
		const closed = await room({ allowedParticipantIds: ['ann'] });
		expect((await (await post(closed, { query: { participantId: 'cam' } })).json()).errorCode).toBe(
			'UNAUTHORIZED_REQUEST',
		);
	});

	it.each([
		['application/json', '{}', 415, '`Content-Type` is application/json'],
		['application/sdp', 'hello', 400, '`v=0`'],
		['application/sdp', 'v=0\r\n', 400, 'no media section'],
		['application/sdp', offer(AUDIO).replace(/a=fingerprint.*\r\n/, ''), 400, '`fingerprint`'],
		['application/sdp', offer(AUDIO.map((line) => line.replace('sendonly', 'recvonly'))), 400, 'send Opus'],
		[
			'application/sdp',
			offer(AUDIO.filter((line) => !line.startsWith('a=ssrc'))),
			400,
			'neither an `ssrc` nor a `rid`',
		],
	])('of bodies: %s %#', async (type, sdp, status, said) => {
		const response = await post(await room(), { type, sdp });
		expect(response.status).toBe(status);
		expect(JSON.stringify(await response.json())).toContain(JSON.stringify(said).slice(1, -1));
	});

	it('leave nobody behind in the room', async () => {
		const roomId = await room();
		const joining = { token: await server.token(), roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' } as const;
		const { client } = await SignallingClient.join(server.url, joining);
		// The same stream twice: the media server refuses the second one.
		const twice = VIDEO.map((line) => line.replace('mid:1', 'mid:7'));
		const response = await post(roomId, { sdp: offer(VIDEO, twice), query: { participantId: 'cam' } });
		expect(response.status).toBe(400);
		await vi.waitFor(() => client.notification('participant-left', ({ participantId }) => participantId === 'cam'), {
			timeout: 15_000,
		});
	});
});
