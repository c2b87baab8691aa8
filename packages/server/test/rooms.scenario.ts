import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create();
});
afterAll(() => server.close());

const ROOM_ID = /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/;

const EVERYTHING = {
	customRoomId: 'every field / no',
	region: 'sg001',
	geoFence: 'eu001',
	webhook: { endPoint: 'https://example.com/hook', events: ['recording-*', 'participant-joined', '*'] },
	autoCloseConfig: { type: 'session-end-and-deactivate', duration: 60 },
	autoStartConfig: {
		recording: {
			templateUrl: 'https://example.com/template',
			transcription: { enabled: true, summary: { enabled: true, prompt: 'Write minutes' } },
			config: {
				layout: { type: 'GRID', priority: 'SPEAKER', gridSize: 4 },
				theme: 'DARK',
				mode: 'video-and-audio',
				quality: 'med',
				orientation: 'landscape',
			},
			awsDirPath: 'recordings/here',
		},
		hls: { config: { layout: { type: 'SIDEBAR' }, recording: { enabled: true } } },
		composite: { anything: [1, 2] },
	},
	multiComposition: { recording: true, hls: false, rtmp: true },
	allowedParticipantIds: ['anna', 'ben'],
};

describe('create', () => {
	it('works without a body', async () => {
		const { status, body } = await server.post('/v2/rooms');
		expect(status).toBe(200);
		expect(body).toMatchObject({
			roomId: expect.stringMatching(ROOM_ID),
			customRoomId: null,
			userId: expect.stringMatching(/^[0-9a-f]{24}$/),
			id: expect.stringMatching(/^[0-9a-f]{24}$/),
			disabled: false,
			geoFence: null,
			webhook: null,
		});
		expect(body.links.get_room).toBe(`${server.running.url}/v2/rooms/${body.roomId}`);
		expect(new Date(body.createdAt).toISOString()).toBe(body.createdAt);
		expect(Math.abs(Date.now() - Date.parse(body.createdAt))).toBeLessThan(10_000);
	});

	it('keeps every field', async () => {
		const given = { ...EVERYTHING, customRoomId: 'every field' };
		const { region: _, ...kept } = given;
		const { body } = await server.post('/v2/rooms', given);
		expect(body).toMatchObject(kept);
		expect((await server.call('/v2/rooms/every%20field')).body).toEqual(body);
	});

	it('fills in 8 hours when autoCloseConfig has no duration', async () => {
		const { body } = await server.post('/v2/rooms', { autoCloseConfig: { type: 'session-ends' } });
		expect(body.autoCloseConfig).toEqual({ type: 'session-ends', duration: 480 });
	});

	it('answers the room that has the customRoomId already, unchanged', async () => {
		const first = await server.post('/v2/rooms', { customRoomId: 'again', geoFence: 'eu001' });
		const second = await server.post('/v2/rooms', { customRoomId: 'again', geoFence: 'us001' });
		expect(second.body).toEqual(first.body);
	});

	it('makes one room of 50 calls at once', async () => {
		const customRoomId = 'at once';
		const answers = await Promise.all(Array.from({ length: 50 }, () => server.post('/v2/rooms', { customRoomId })));
		expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
		expect(new Set(answers.map(({ body }) => body.roomId)).size).toBe(1);
		expect((await server.call(`/v2/rooms?query=${encodeURIComponent(customRoomId)}`)).body.pageInfo.total).toBe(1);
	});

	it('takes a customRoomId in any script', async () => {
		const customRoomId = '😀'.repeat(64);
		const { body } = await server.post('/v2/rooms', { customRoomId });
		expect((await server.call(`/v2/rooms/${encodeURIComponent(customRoomId)}`)).body.id).toBe(body.id);
	});

	it.each([
		[{ customRoomId: '' }, /body\.customRoomId must not have fewer than 1 characters/],
		[{ customRoomId: 'a/b' }, /body\.customRoomId must match .* \(it is "a\/b"\)/],
		[{ customRoomId: 'x'.repeat(129) }, /body\.customRoomId must not have more than 128 characters/],
		[{ customRoomId: 5 }, /body\.customRoomId must be string \(it is 5\)/],
		[{ geoFence: 'mars' }, /body\.geoFence must be one of us001, us002, .*, dev1 \(it is "mars"\)/],
		[{ webhook: { events: [] } }, /body\.webhook must have endPoint/],
		[{ webhook: { endPoint: 'ftp://x', events: [] } }, /body\.webhook\.endPoint must match/],
		[{ webhook: { endPoint: 'https://a:65536/x', events: [] } }, /body\.webhook\.endPoint must be a URL/],
		[{ webhook: { endPoint: 'http://a%0d%0ab/', events: [] } }, /body\.webhook\.endPoint must be a URL/],
		[{ webhook: { endPoint: 'https://me:secret@x/', events: [] } }, /endPoint: it must have no credentials/],
		[{ autoStartConfig: { recording: { templateUrl: 'http://[' } } }, /templateUrl must be a URL/],
		[{ customRoomId: '..' }, /body\.customRoomId must not be/],
		[{ webhook: { endPoint: `https://x/${'y'.repeat(512)}`, events: [] } }, /more than 512 characters/],
		[{ autoCloseConfig: { type: 'never' } }, /must be one of session-ends, session-end-and-deactivate/],
		[
			{ autoCloseConfig: { type: 'session-ends', duration: 0 } },
			/body\.autoCloseConfig\.duration must be >= 1 \(it is 0\)/,
		],
		[{ autoStartConfig: { hls: { config: { quality: 'best' } } } }, /must be one of low, med, high, ultra/],
		[{ autoStartConfig: { recording: { config: { layout: { type: 'GRID', gridSize: 26 } } } } }, /must be <= 25/],
		[{ multiComposition: { rtmp: 'yes' } }, /body\.multiComposition\.rtmp must be boolean/],
		[{ allowedParticipantIds: ['a b'] }, /body\.allowedParticipantIds\.0 must be 1–64 of the letters and digits/],
		[[], /body must be object/],
		['text', /body must be object/],
	])('refuses %j', async (body, says) => {
		const answer = await server.post('/v2/rooms', body);
		expect(answer.status).toBe(400);
		expect(answer.body).toMatchObject({ errorCode: 'VALIDATION_FAILED', message: expect.stringMatching(says) });
	});
});

describe('validate', () => {
	it.each(['GET', 'POST'])('finds by roomId and customRoomId with %s', async (method) => {
		const { body: room } = await server.post('/v2/rooms', { customRoomId: `validate-${method}` });
		for (const reference of [room.roomId, room.customRoomId])
			expect((await server.call(`/v2/rooms/validate/${reference}`, { method })).body).toEqual(room);
	});

	it('does not take the document id', async () => {
		const { body: room } = await server.post('/v2/rooms');
		expect((await server.call(`/v2/rooms/validate/${room.id}`)).status).toBe(400);
	});

	it('answers 400 for what is not there, in the words of the API', async () => {
		const unknown = await server.call('/v2/rooms/validate/aaaa-bbbb-cccc');
		expect([unknown.status, unknown.body.message]).toEqual([400, 'Room not found.']);
		const invalid = await server.call(`/v2/rooms/validate/${encodeURIComponent('a?b')}`);
		expect([invalid.status, invalid.body.message]).toEqual([400, 'RoomId is invalid.']);
	});
});

describe('fetch', () => {
	it('finds by each of the three ids, with and without a slash at the end', async () => {
		const { body: room } = await server.post('/v2/rooms', { customRoomId: 'three ids' });
		for (const reference of [room.id, room.roomId, 'three%20ids', 'three%20ids/'])
			expect((await server.call(`/v2/rooms/${reference}`)).body).toEqual(room);
	});

	it('answers 404 for what is not there', async () => {
		const { status, body } = await server.call('/v2/rooms/aaaa-bbbb-cccc');
		expect([status, body.errorCode]).toEqual([404, 'INVALID_MEETING_ID']);
	});

	it('refuses a customRoomId by which another room is found already', async () => {
		const { body: room } = await server.post('/v2/rooms');
		for (const name of ['roomId', 'id'] as const) {
			const { status, body } = await server.post('/v2/rooms', { customRoomId: room[name] });
			expect([status, body.errorCode]).toEqual([400, 'VALIDATION_FAILED']);
			expect(body.message).toContain(`body.customRoomId is ${room[name]}, which is the ${name} of another room`);
		}
		expect((await server.call(`/v2/rooms/${room.roomId}`)).body.id).toBe(room.id);
	});
});

describe('list', () => {
	it('pages through all rooms, the newest first, each once', async () => {
		const made: string[] = [];
		for (let i = 0; i < 7; i++) made.unshift((await server.room()).roomId);
		const { body: first } = await server.call('/v2/rooms/?page=1&perPage=5', {
			headers: { 'content-type': 'application/json' },
		});
		const { total, lastPage } = first.pageInfo;
		expect(first.pageInfo).toEqual({ currentPage: 1, perPage: 5, lastPage: Math.ceil(total / 5), total });
		const all: string[] = [];
		for (let page = 1; page <= lastPage; page++) {
			const { body } = await server.call(`/v2/rooms?page=${page}&perPage=5`);
			all.push(...body.data.map((room: { roomId: string }) => room.roomId));
		}
		expect(all).toHaveLength(total);
		expect(new Set(all).size).toBe(total);
		expect(all.slice(0, 7)).toEqual(made);
	});

	it('has 20 on a page by default, and an empty page after the last', async () => {
		expect((await server.call('/v2/rooms')).body.pageInfo.perPage).toBe(20);
		expect((await server.call('/v2/rooms?page=1000')).body.data).toEqual([]);
		expect((await server.call('/v2/rooms?page=&perPage=')).body.pageInfo).toMatchObject({
			currentPage: 1,
			perPage: 20,
		});
	});

	it('finds exactly with query', async () => {
		const { body: room } = await server.post('/v2/rooms', { customRoomId: 'query-me' });
		for (const query of ['query-me', room.roomId]) {
			const { body } = await server.call(`/v2/rooms?query=${query}`);
			expect(body.data).toEqual([room]);
			expect(body.pageInfo.total).toBe(1);
		}
		expect((await server.call('/v2/rooms?query=query')).body.data).toEqual([]);
	});

	it.each(['page=0', 'page=x', 'perPage=0', 'perPage=101', 'page=1.5'])('refuses %s', async (query) => {
		const { status, body } = await server.call(`/v2/rooms?${query}`);
		expect(status).toBe(400);
		expect(body.message).toMatch(/querystring\.(page|perPage) must be/);
	});
});

describe('deactivate', () => {
	it('disables permanently, under both spellings, and again without harm', async () => {
		const room = await server.room({ customRoomId: 'closing' });
		const { status, body } = await server.post('/v2/rooms/deactivate', { roomId: room.roomId });
		expect(status).toBe(200);
		expect(body).toMatchObject({ disabled: true, meetingId: room.roomId, userMeetingId: 'closing', id: room.id });
		expect(Date.parse(body.updatedAt)).toBeGreaterThanOrEqual(Date.parse(room.updatedAt));
		expect((await server.post('/v2/rooms/deactivate/', { roomId: room.roomId })).body).toEqual(body);
		expect((await server.call('/v2/rooms/closing')).body.disabled).toBe(true);
		expect((await server.post('/v2/rooms', { customRoomId: 'closing' })).body.disabled).toBe(true);
	});

	it('takes nothing but the roomId', async () => {
		const { body: room } = await server.post('/v2/rooms', { customRoomId: 'not by this' });
		for (const roomId of [room.id, 'not by this', 'aaaa-bbbb-cccc'])
			expect((await server.post('/v2/rooms/deactivate', { roomId })).status).toBe(402);
		expect((await server.post('/v2/rooms/deactivate')).body.message).toMatch(/body must have roomId/);
	});
});

describe('permissions', () => {
	it('who only asks to be let in looks one room up, and no more', async () => {
		const room = await server.room();
		const token = await server.token({ permissions: ['ask_join'] });
		for (const path of [`/v2/rooms/${room.roomId}`, `/v2/rooms/validate/${room.roomId}`])
			expect(await server.call(path, { token })).toMatchObject({ status: 200, body: { roomId: room.roomId } });
		for (const refused of [
			await server.call('/v2/rooms', { token }),
			await server.post('/v2/rooms', {}, token),
			await server.post('/v2/rooms/deactivate', { roomId: room.roomId }, token),
		])
			expect(refused).toMatchObject({ status: 403, body: { errorCode: 'INVALID_PERMISSIONS' } });
		expect((await server.call(`/v2/rooms/${room.roomId}`)).body.disabled).toBe(false);
	});

	it('deactivating needs one of those of a call; looking up and creating need none', async () => {
		const none = await server.token({ permissions: [] });
		const { status, body: room } = await server.post('/v2/rooms', {}, none);
		expect(status).toBe(200);
		expect((await server.call('/v2/rooms', { token: none })).status).toBe(200);
		const refused = await server.post('/v2/rooms/deactivate', { roomId: room.roomId }, none);
		expect(refused).toMatchObject({ status: 403, body: { errorCode: 'INVALID_PERMISSIONS' } });
		for (const permission of ['allow_join', 'allow_mod'] as const) {
			const token = await server.token({ permissions: [permission] });
			expect((await server.post('/v2/rooms/deactivate', { roomId: room.roomId }, token)).status).toBe(200);
		}
	});
});

describe('a token for one room', () => {
	it('reaches that room and no other', async () => {
		const own = await server.room({ customRoomId: 'own' });
		const other = await server.room({ customRoomId: 'other' });
		const token = await server.token({ roomId: own.roomId });
		expect((await server.call(`/v2/rooms/${own.roomId}`, { token })).status).toBe(200);
		expect((await server.call('/v2/rooms/validate/own', { token })).status).toBe(200);
		expect((await server.post('/v2/rooms', { customRoomId: 'own' }, token)).body).toEqual(own);
		expect((await server.call('/v2/rooms', { token })).body.data).toEqual([own]);

		const refused = [
			await server.call(`/v2/rooms/${other.roomId}`, { token }),
			await server.call('/v2/rooms/validate/other', { token }),
			await server.post('/v2/rooms', { customRoomId: 'other' }, token),
			await server.post('/v2/rooms', {}, token),
			await server.post('/v2/rooms/deactivate', { roomId: other.roomId }, token),
		];
		for (const { status, body } of refused) expect([status, body.errorCode]).toEqual([403, 'UNAUTHORIZED_MEETING_ID']);
		expect((await server.call('/v2/rooms?query=other', { token })).body.data).toEqual([]);
		expect((await server.call('/v2/rooms/other')).body.disabled).toBe(false);
	});
});
