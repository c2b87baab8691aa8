import { setTimeout } from 'node:timers/promises';
import type { CreateRoomBody } from '@roomcast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey } from './support/environment.ts';
import { opusParameters, refusal, SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create();
});
afterAll(() => server.close());

async function newRoom(body: CreateRoomBody = {}): Promise<string> {
	return (await server.room(body)).roomId;
}

const join = (roomId: string, participantId: string, more: Parameters<TestServer['join']>[2] = {}) =>
	server.join(roomId, participantId, { name: participantId.toUpperCase(), mode: 'SIGNALLING_ONLY', ...more });

/** Whether a moment lies between two others, give or take what a clock is rounded by. */
function between(text: string, from: number, to: number): void {
	expect(Date.parse(text)).toBeGreaterThanOrEqual(from - 1);
	expect(Date.parse(text)).toBeLessThanOrEqual(to + 1);
}

describe('a session', () => {
	it('begins with the first join, ends with the last leave, and remembers who was in it when', async () => {
		const roomId = await newRoom({ customRoomId: 'the weekly' });
		const before = Date.now();
		const ann = await join(roomId, 'ann');
		const annIn = Date.now();
		const ben = await join(roomId, 'ben');
		const running = await server.call(`/v2/sessions/${ann.joined.sessionId}`);
		expect(running.body).toMatchObject({
			id: ann.joined.sessionId,
			_id: ann.joined.sessionId,
			roomId,
			meetingId: roomId,
			customRoomId: 'the weekly',
			userMeetingId: 'the weekly',
			status: 'ongoing',
			end: null,
			endReason: null,
			chatLink: null,
			participants: [
				{ participantId: 'ann', name: 'ANN', timelog: [{ end: null }] },
				{ participantId: 'ben', name: 'BEN', timelog: [{ end: null }] },
			],
			links: {
				get_room: `${server.running.url}/v2/rooms/${roomId}`,
				get_session: `${server.running.url}/v2/sessions/${ann.joined.sessionId}`,
			},
		});
		between(running.body.start, before, annIn);
		const leaving = Date.now();
		await ann.client.request('leave', {});
		const again = await join(roomId, 'ann');
		await ben.client.request('leave', {});
		await again.client.request('leave', {});
		const ended = await server.post('/v2/sessions/end', { roomId: 'the weekly', ignoreClosed: true });
		expect(ended.body).toMatchObject({ id: ann.joined.sessionId, status: 'ended', endReason: 'LAST_PARTICIPANT_LEFT' });
		const [annLog, benLog] = ended.body.participants;
		expect(annLog.timelog).toHaveLength(2);
		expect(benLog.timelog).toHaveLength(1);
		between(annLog.timelog[0].end, leaving, Date.now());
		expect(ended.body.end).toBe(annLog.timelog[1].end);
		expect(ended.body.activeDuration).toBe((Date.parse(ended.body.end) - Date.parse(ended.body.start)) / 1000);

		const next = await join(roomId, 'ann');
		expect(next.joined.sessionId).not.toBe(ann.joined.sessionId);
		await next.client.request('leave', {});
	});

	it('that ended a moment ago has ended for whoever names it by its id', async () => {
		for (let round = 0; round < 10; round++) {
			const roomId = await newRoom();
			const { client, joined } = await join(roomId, 'ann');
			const { sessionId } = joined;
			// Answered before its end is written down.
			await client.request('leave', {});
			const removed = await server.post('/v2/sessions/participants/remove', { sessionId, participantId: 'ann' });
			expect(removed).toMatchObject({ status: 404, body: { errorCode: 'SESSION_NOT_FOUND' } });
		}
	});

	it('notes a takeover as two stays, and no moment between them without the participant', async () => {
		const roomId = await newRoom();
		const token = await server.token();
		const first = await join(roomId, 'ann', { token });
		const second = await join(roomId, 'ann', { token });
		expect(await first.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
		expect(second.joined.sessionId).toBe(first.joined.sessionId);
		const { body } = await server.call(`/v2/sessions/${first.joined.sessionId}/participants/ann`);
		expect(body).toMatchObject({ leaveReason: null, timelog: [{ end: expect.any(String) }, { end: null }] });
		const [earlier, later] = body.timelog;
		expect(Date.parse(earlier.end)).toBeGreaterThanOrEqual(Date.parse(later.start));
		await second.client.request('leave', {});
	});

	it('keeps one stay over a connection that broke for a moment', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann');
		client.terminate();
		await client.closed;
		const back = await SignallingClient.open(server.url);
		await back.request('resume', { resumeToken: joined.resumeToken, lastSeq: 0 });
		const { body } = await server.call(`/v2/sessions/${joined.sessionId}/participants/ann`);
		expect(body.timelog).toMatchObject([{ end: null }]);
		await back.request('leave', {});
	});

	it('ends the stay of somebody who does not come back at the moment when the connection broke', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann');
		const broke = Date.now();
		client.terminate();
		await client.closed;
		const noticed = Date.now() + 500;
		await setTimeout(1500);
		const second = await join(roomId, 'ann', { resumeToken: joined.resumeToken });
		const { body } = await server.call(`/v2/sessions/${joined.sessionId}/participants/ann`);
		between(body.timelog[0].end, broke, noticed);
		expect(Date.parse(body.timelog[1].start) - Date.parse(body.timelog[0].end)).toBeGreaterThanOrEqual(900);
		await second.client.request('leave', {});
	});

	it('logs devices, modes, browsers and the reason of the leave', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann', {
			mode: 'SEND_AND_RECV',
			device: {
				userAgent:
					'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
				sdk: '@roomcast/client/0.1.0',
			},
		});
		const transportId = joined.media.sendTransport?.id ?? '';
		const { producerId } = await client.request('produce', {
			transportId,
			kind: 'audio',
			rtpParameters: opusParameters(1111),
		});
		await client.request('pause-producer', { producerId });
		await client.request('resume-producer', { producerId });
		await client.request('change-mode', { mode: 'SIGNALLING_ONLY' });
		await client.request('leave', {});
		await server.post('/v2/sessions/end', { roomId, ignoreClosed: true });
		const { body } = await server.call(`/v2/sessions/${joined.sessionId}/participants/ann`);
		expect(body).toMatchObject({
			participantId: 'ann',
			mode: 'SIGNALLING_ONLY',
			changeModeHistory: [{ mode: 'SEND_AND_RECV' }, { mode: 'SIGNALLING_ONLY' }],
			events: {
				mic: [
					{ start: expect.any(String), end: expect.any(String) },
					{ start: expect.any(String), end: expect.any(String) },
				],
				webcam: [],
				screenShare: [],
				screenShareAudio: [],
			},
			deviceInfo: {
				sdkType: '@roomcast/client',
				sdkVersion: '0.1.0',
				platform: 'desktop',
				browserUserAgent: {
					browser: { name: 'Chrome', version: '140.0.0.0' },
					os: { name: 'Windows', version: '10.0' },
				},
			},
			leaveReason: { code: 1101, message: 'MANUAL_LEAVE_CALLED' },
		});
	});

	it('is closed when its time is over', async () => {
		const roomId = await newRoom({ autoCloseConfig: { type: 'session-end-and-deactivate', duration: 1 } });
		const { joined, client } = await join(roomId, 'ann');
		expect(await client.notification('left', undefined, 70_000)).toMatchObject({ reason: { message: 'ROOM_CLOSE' } });
		const { body } = await server.post('/v2/sessions/end', { sessionId: joined.sessionId, ignoreClosed: true });
		expect(body).toMatchObject({ status: 'ended', endReason: 'AUTO_CLOSE' });
		expect(body.activeDuration).toBeGreaterThanOrEqual(60);
		// A machine that is busy is late; another reason to end would be early.
		expect(body.activeDuration).toBeLessThan(75);
		await expect.poll(async () => (await server.call(`/v2/rooms/${roomId}`)).body.disabled).toBe(true);
	}, 90_000);
});

describe('control over REST', () => {
	it('ends a session with reason 1009 and answers what is stored', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann');
		const { status, body } = await server.post('/v2/sessions/end', { roomId });
		expect(status).toBe(200);
		expect(body).toMatchObject({ id: joined.sessionId, status: 'ended', endReason: 'MEETING_END_API' });
		expect(body.participants[0].timelog[0].end).toBe(body.end);
		expect(await client.notification('left')).toMatchObject({ reason: { code: 1009, message: 'MEETING_END_API' } });

		const again = await server.post('/v2/sessions/end', { sessionId: joined.sessionId });
		expect(again).toMatchObject({ status: 404, body: { errorCode: 'SESSION_NOT_FOUND' } });
		const ignored = await server.post('/v2/sessions/end', { sessionId: joined.sessionId, ignoreClosed: true });
		expect(ignored).toMatchObject({ status: 200, body: { end: body.end } });
		expect(await server.post('/v2/sessions/end', {})).toMatchObject({ status: 400 });
		expect(await server.post('/v2/sessions/end', { roomId: 'aaaa-bbbb-cccc' })).toMatchObject({ status: 404 });
		expect(await server.post('/v2/sessions/end', { roomId: await newRoom() })).toMatchObject({ status: 404 });
	});

	it('removes a participant with reason 1010, who stays out until the session ends', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben');
		const { status, body } = await server.post('/v2/sessions/participants/remove', { roomId, participantId: 'ben' });
		expect(status).toBe(200);
		expect(body).toMatchObject({ status: 'ongoing', participants: [{ timelog: [{ end: null }] }, {}] });
		expect(body.participants[1].timelog[0].end).not.toBeNull();
		expect(await ben.client.notification('left')).toMatchObject({ reason: { code: 1010, message: 'REMOVE_PEER_API' } });
		expect(await ben.client.closed).toMatchObject({ code: 1000 });
		const twice = await server.post('/v2/sessions/participants/remove', {
			sessionId: ann.joined.sessionId,
			participantId: 'ben',
		});
		expect(twice).toMatchObject({ status: 404, body: { errorCode: 'PARTICIPANT_NOT_FOUND' } });
		expect(await refusal(join(roomId, 'ben'))).toMatchObject({ refusal: 'PARTICIPANT_REMOVED', code: 6060 });
		await server.post('/v2/sessions/end', { roomId });
		await join(roomId, 'ben');
		await server.post('/v2/sessions/end', { roomId });
	});

	it('refuses somebody who waits to be let in', async () => {
		const roomId = await newRoom();
		const { joined } = await join(roomId, 'ann');
		const token = await server.token({ permissions: ['ask_join'] });
		for (const [path, body] of [
			['/v2/sessions/end', { roomId }],
			['/v2/sessions/participants/remove', { roomId, participantId: 'ann' }],
			[`/v2/sessions/${roomId}/entry-requests/guest`, { decision: 'allowed' }],
		] as const)
			expect(await server.post(path, body, token)).toMatchObject({
				status: 403,
				body: { errorCode: 'INVALID_PERMISSIONS' },
			});
		expect(await server.call(`/v2/sessions/${roomId}/entry-requests`, { token })).toMatchObject({ status: 403 });
		for (const path of ['/v2/sessions', '/v2/webhooks/deliveries', `/v2/sessions/${joined.sessionId}`])
			expect(await server.call(path, { token })).toMatchObject({
				status: 403,
				body: { errorCode: 'INVALID_PERMISSIONS' },
			});
		await server.post('/v2/sessions/end', { roomId });
	});
});

describe('lists', () => {
	it('lists participants, those who are in, and pages of both', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		await join(roomId, 'ben');
		await join(roomId, 'cem');
		await ann.client.request('leave', {});
		const base = `/v2/sessions/${ann.joined.sessionId}/participants`;
		const ids = (participants: { participantId: string }[]) => participants.map(({ participantId }) => participantId);
		const all = await server.call(`${base}?perPage=2`);
		expect(all.body.pageInfo).toEqual({ currentPage: 1, perPage: 2, lastPage: 2, total: 3 });
		expect(ids(all.body.data.participants)).toEqual(['ann', 'ben']);
		expect(ids((await server.call(`${base}/?perPage=2&page=2`)).body.data.participants)).toEqual(['cem']);
		expect((await server.call(`/v2/sessions/${ann.joined.sessionId}`)).body).toMatchObject({ region: 'unknown' });
		const active = await server.call(`${base}/active`);
		expect(active.body.pageInfo.total).toBe(2);
		expect(active.body.data).toHaveLength(1);
		expect(active.body.data[0]).toMatchObject({ apiKey: server.key.id, roomId, hlsLog: [] });
		expect(ids(active.body.data[0].participants)).toEqual(['ben', 'cem']);
		expect((await server.call(`${base}/nobody`)).body.errorCode).toBe('PARTICIPANT_NOT_FOUND');
		await server.post('/v2/sessions/end', { roomId });
	});

	it('filters by room, status and time', async () => {
		const customRoomId = 'filtered room';
		const roomId = await newRoom({ customRoomId });
		const sessions: string[] = [];
		for (let i = 0; i < 3; i++) {
			const { client, joined } = await join(roomId, 'ann');
			sessions.unshift(joined.sessionId);
			if (i < 2) {
				await client.request('leave', {});
				await server.post('/v2/sessions/end', { roomId, ignoreClosed: true });
			}
		}
		const list = async (query: string) => {
			const { body } = await server.call(`/v2/sessions?${query}`);
			expect(body.pageInfo.total).toBe(body.data.length);
			return body.data.map(({ id }: { id: string }) => id);
		};
		for (const filter of [
			`roomId=${roomId}`,
			`customRoomId=${customRoomId}`,
			`query=${roomId}`,
			`query=${customRoomId}`,
		])
			expect(await list(filter)).toEqual(sessions);
		expect(await list(`roomId=${roomId}&customRoomId=${customRoomId}`)).toEqual(sessions);
		expect(await list(`roomId=${roomId}&status=ongoing`)).toEqual(sessions.slice(0, 1));
		expect(await list(`roomId=${roomId}&status=ended`)).toEqual(sessions.slice(1));
		const middle = Date.parse((await server.call(`/v2/sessions/${sessions[1]}`)).body.start);
		expect(await list(`roomId=${roomId}&startDate=${middle}`)).toEqual(sessions.slice(0, 2));
		expect(await list(`roomId=${roomId}&endDate=${middle}`)).toEqual(sessions.slice(1));
		expect(await list(`roomId=${roomId}&startDate=${middle}&endDate=${middle}`)).toEqual([sessions[1]]);
		expect(await list('roomId=aaaa-bbbb-cccc')).toEqual([]);
		expect(await list(`customRoomId=${roomId}`)).toEqual([]);
		expect(await list(`roomId=${roomId}&userId=000000000000000000000000`)).toEqual([]);
		const paged = await server.call(`/v2/sessions/?roomId=${roomId}&perPage=1&page=2`);
		expect(paged.body).toMatchObject({ pageInfo: { total: 3, lastPage: 3 }, data: [{ id: sessions[1] }] });
		expect((await server.call('/v2/sessions?status=running')).status).toBe(400);
		await server.post('/v2/sessions/end', { roomId });
	});

	it('shows nothing of other keys, and to a token for one room nothing of other rooms', async () => {
		const roomId = await newRoom();
		const other = await newRoom();
		const { joined } = await join(roomId, 'ann');
		const elsewhere = await join(other, 'ann');
		const token = await server.token({ roomId });
		const restricted = await server.call('/v2/sessions', { token });
		expect(restricted.body.data.map(({ id }: { id: string }) => id)).toEqual([joined.sessionId]);
		expect((await server.call(`/v2/sessions/${joined.sessionId}`, { token })).status).toBe(200);
		expect((await server.call(`/v2/sessions?roomId=${other}`, { token })).body.data).toEqual([]);
		for (const path of [
			'',
			'/participants',
			'/participants/active',
			'/participants/ann',
			'/stats',
			'/participant/ann/stats',
		])
			expect(await server.call(`/v2/sessions/${elsewhere.joined.sessionId}${path}`, { token })).toMatchObject({
				status: 403,
				body: { errorCode: 'UNAUTHORIZED_MEETING_ID' },
			});
		expect(await server.post('/v2/sessions/end', { roomId: other }, token)).toMatchObject({ status: 403 });
		const stranger = newTestKey();
		const strange = await mintToken(stranger, { permissions: ['allow_join'], expiresIn: 600 });
		expect((await server.call('/v2/sessions', { token: strange })).status).toBe(401);
		await server.post('/v2/sessions/end', { roomId });
		await server.post('/v2/sessions/end', { roomId: other });
	});
});

describe('the waiting room over REST', () => {
	async function knock(roomId: string, participantId: string) {
		const client = await SignallingClient.open(server.url);
		const token = await server.token({ permissions: ['ask_join'] });
		const { ticket = '' } = await client.request('ask-entry', { token, roomId, participantId, name: 'Guest' });
		return { client, token, ticket };
	}

	it('lets the first one in before there is a session', async () => {
		const roomId = await newRoom();
		const guest = await knock(roomId, 'guest');
		const waiting = await server.call(`/v2/sessions/${roomId}/entry-requests`);
		expect(waiting.body.data).toMatchObject([{ participantId: 'guest', name: 'Guest' }]);
		const answered = await server.post(`/v2/sessions/${roomId}/entry-requests/guest`, { decision: 'allowed' });
		expect(answered).toMatchObject({ status: 200, body: { participantId: 'guest', decision: 'allowed' } });
		expect(await guest.client.notification('entry-responded')).toMatchObject({ decision: 'allowed' });
		const again = await server.post(`/v2/sessions/${roomId}/entry-requests/guest`, { decision: 'denied' });
		expect(again).toMatchObject({ status: 409, body: { errorCode: 'RESPOND_ENTRY_FAILED' } });
		const { client, ...proof } = guest;
		const joined = await client.request('join', {
			...proof,
			roomId,
			participantId: 'guest',
			mode: 'SIGNALLING_ONLY',
		});
		expect((await server.call(`/v2/sessions/${joined.sessionId}`)).body.participants).toHaveLength(1);
		await server.post('/v2/sessions/end', { roomId });
	});

	it('denies by the id of the session, and says who is in', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann');
		const guest = await knock(roomId, 'guest');
		await client.notification('entry-requested');
		const path = `/v2/sessions/${joined.sessionId}/entry-requests`;
		expect((await server.call(path)).body.data).toHaveLength(1);
		await server.post(`${path}/guest`, { decision: 'denied' });
		expect(await guest.client.notification('entry-responded')).toMatchObject({ decision: 'denied' });
		expect(await client.notification('entry-responded')).toMatchObject({ decision: 'denied' });
		expect((await server.call(path)).body.data).toEqual([]);
		expect((await server.call('/v2/sessions/aaaa-bbbb-cccc/entry-requests')).status).toBe(404);
		await server.post('/v2/sessions/end', { roomId });
		expect((await server.call(path)).body.data).toEqual([]);
	});
});
