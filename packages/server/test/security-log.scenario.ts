import { randomBytes } from 'node:crypto';
import { SUBPROTOCOL } from '@roomcast/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { mintToken } from '../src/index.ts';
import { TestServer } from './support/TestServer.ts';
import { TestStorage } from './support/TestStorage.ts';

type Line = Readonly<Record<string, unknown>>;

let server: TestServer;
const lines: Line[] = [];
let raw = '';
beforeAll(async () => {
	const write = (line: string) => {
		raw += line;
		lines.push(JSON.parse(line));
	};
	server = await TestServer.create({ ROOMCAST_LOG_LEVEL: 'info', ROOMCAST_RATE_LIMIT_REST: '60' }, { write });
});
afterAll(() => server.close());
beforeEach(() => {
	lines.length = 0;
	raw = '';
});

const events = () => lines.filter(({ securityEvent }) => securityEvent !== undefined);

/** Sends requests over a connection of their own, one after the other. @returns the names of the errors */
async function signal(...requests: readonly (readonly [method: string, data: object])[]): Promise<unknown[]> {
	const socket = new WebSocket(`${server.url.replace('http', 'ws')}/signalling`, SUBPROTOCOL);
	const answers: unknown[] = [];
	await new Promise<void>((resolve, reject) => {
		const next = () => {
			const request = requests[answers.length];
			if (request === undefined) return resolve();
			socket.send(JSON.stringify({ id: answers.length + 1, method: request[0], data: request[1] }));
		};
		socket.on('open', next).on('error', reject);
		socket.on('message', (text) => {
			const { id, error } = JSON.parse(text.toString());
			if (id === undefined) return;
			answers.push(error?.name);
			next();
		});
	});
	socket.close();
	return answers;
}

describe('the security log', () => {
	it('has who tried what with a token that is no good, and never the token', async () => {
		const token = await server.token({ roomId: 'abcd-efgh-ijkl', participantId: 'anna' });
		const forged = await mintToken(
			{ id: server.key.id, secret: randomBytes(32).toString('hex') },
			{ permissions: ['allow_join'], roomId: 'abcd-efgh-ijkl', participantId: 'anna', expiresIn: 60 },
		);
		await server.call('/v2/rooms?token=in-the-query', { token: forged });
		await server.call('/v2/whip?roomId=abcd-efgh-ijkl', { method: 'POST', token: forged });
		await server.call('/v2/rooms', { token: null });
		await server.call('/v2/rooms', {
			token: await mintToken({ id: 'nobody', secret: 'x'.repeat(32) }, { permissions: [], expiresIn: 9 }),
		});
		await signal(
			['join', { token: forged, roomId: 'abcd-efgh-ijkl' }],
			['resume', { resumeToken: 'r'.repeat(32), lastSeq: 0 }],
		);
		const who = { address: '127.0.0.1', claimedKeyId: server.key.id, roomId: 'abcd-efgh-ijkl', participantId: 'anna' };
		expect(events()).toMatchObject([
			{
				...who,
				securityEvent: 'token-refused',
				level: 40,
				method: 'GET',
				path: '/v2/rooms',
				error: 'INVALID_TOKEN',
				reason: expect.stringContaining('signature does not fit'),
			},
			{ ...who, securityEvent: 'token-refused', method: 'POST', path: '/v2/whip' },
			{ securityEvent: 'token-refused', address: '127.0.0.1', reason: 'the `Authorization` header is missing' },
			{ securityEvent: 'token-refused', claimedKeyId: 'nobody', error: 'INVALID_API_KEY' },
			{ ...who, securityEvent: 'token-refused', request: 'join', error: 'INVALID_TOKEN' },
			{ securityEvent: 'token-refused', address: '127.0.0.1', request: 'resume', error: 'RESUME_FAILED' },
		]);
		for (const event of events()) expect(event).not.toHaveProperty('keyId');
		for (const secret of [token, forged, forged.split('.')[2], 'in-the-query', 'rrrr'])
			expect(raw).not.toContain(secret);
	});

	it('has what somebody may not do, with the key that signed for them', async () => {
		const { roomId: room } = await server.room();
		const guest = await server.token({ permissions: ['ask_join'], roomId: room, participantId: 'gil' });
		await server.call('/v2/rooms', { token: guest });
		await signal(
			['join', { token: guest, roomId: 'other-room' }],
			['ask-entry', { token: guest, roomId: room, participantId: 'anna' }],
			['join', { token: await server.token({ roles: ['crawler'] }), roomId: room }],
		);
		const who = { securityEvent: 'action-refused', address: '127.0.0.1', keyId: server.key.id };
		expect(events()).toMatchObject([
			{ ...who, roomId: room, participantId: 'gil', error: 'INVALID_PERMISSIONS', path: '/v2/rooms' },
			{ ...who, roomId: 'other-room', participantId: 'gil', error: 'UNAUTHORIZED_MEETING_ID', request: 'join' },
			{ ...who, roomId: room, participantId: 'gil', error: 'UNAUTHORIZED_PARTCIPANT_ID', request: 'ask-entry' },
			{ ...who, error: 'UNAUTHORIZED_ROLE', request: 'join' },
		]);
		for (const event of events()) expect(event).not.toHaveProperty('claimedKeyId');
	});

	it('has what a participant may not do, once it has joined', async () => {
		const { roomId: room } = await server.room();
		const token = await server.token({ permissions: ['allow_join'] });
		const [joined, refused] = await signal(
			['join', { token, roomId: room, participantId: 'anna', mode: 'SIGNALLING_ONLY' }],
			['remove-participant', { participantId: 'berta' }],
		);
		expect([joined, refused]).toEqual([undefined, expect.any(String)]);
		expect(events()).toMatchObject([
			{
				securityEvent: 'action-refused',
				keyId: server.key.id,
				roomId: room,
				participantId: 'anna',
				request: 'remove-participant',
				error: refused,
			},
		]);
	});

	it('has targets that were refused: in the answer with who asked, later with whose they are; never the URL', async () => {
		const { roomId: room } = await server.room();
		const webhook = { endPoint: 'http://ann:s3cr3t@169.254.169.254/hidden', events: ['*'] };
		await server.post('/v2/rooms', { webhook });
		await server.post('/v2/rooms', { webhook: { ...webhook, endPoint: 'http://169.254.169.254/hidden' } });
		await signal(
			['join', { token: await server.token(), roomId: room, participantId: 'anna', mode: 'SIGNALLING_ONLY' }],
			['start-hls', { templateUrl: 'http://localhost./hidden' }],
		);
		const handing = await TestStorage.attach(
			{ databaseUrl: server.database.url, dataDir: server.dataDir },
			server.key.id,
		);
		const { id } = await handing.add(randomBytes(10), { presignedUrl: 'http://127.0.0.1:1/hidden?key=s3cr3t' });
		await handing.until(id, ({ state }) => state === 'failed');
		await handing.close();
		const who = { securityEvent: 'target-refused', keyId: server.key.id };
		expect(events()).toMatchObject([
			{ ...who, address: '127.0.0.1', path: '/v2/rooms', error: 'VALIDATION_FAILED', target: '169.254.169.254' },
			{ ...who, path: '/v2/rooms', reason: expect.stringContaining('169.254.169.254 is not a public address') },
			{
				...who,
				address: '127.0.0.1',
				roomId: room,
				participantId: 'anna',
				request: 'start-hls',
				target: 'localhost',
				error: 'VALIDATION_FAILED',
			},
			{ ...who, target: '127.0.0.1', reason: expect.stringContaining('127.0.0.1 is not a public address') },
		]);
		for (const secret of ['s3cr3t', 'hidden']) expect(raw).not.toContain(secret);
	});

	it('has links that were changed or have expired, without their signature', async () => {
		const signature = 'A'.repeat(43);
		await server.call(`/files/some/file.mp4?expires=9999999999&signature=${signature}`, { token: null });
		await server.call(`/playlists/1.m3u8?expires=1&signature=${signature}`, { token: null });
		expect(events()).toMatchObject([
			{ securityEvent: 'link-refused', address: '127.0.0.1', path: '/files/some/file.mp4', error: 'FILE_LINK_INVALID' },
			{ securityEvent: 'link-refused', path: '/playlists/1.m3u8', error: 'FILE_LINK_INVALID' },
		]);
		expect(raw).not.toContain(signature);
	});

	it('has limits that were reached, few lines of a flood, and a metric of all', async () => {
		const token = await server.token();
		const answers = await Promise.all(Array.from({ length: 150 }, () => server.call('/v2/rooms', { token })));
		const refused = answers.filter(({ status }) => status === 429).length;
		expect(refused).toBeGreaterThan(20);
		expect(events().length).toBeLessThanOrEqual(10);
		expect(events()[0]).toMatchObject({
			securityEvent: 'limit-reached',
			keyId: server.key.id,
			error: 'TOO_MANY_REQUESTS',
		});
		const { body } = await server.call('/metrics', { token: null });
		expect(body).toContain(`roomcast_security_events_total{kind="limit-reached"} ${refused}`);
	});

	it('has connections that were closed for what they sent', async () => {
		const socket = new WebSocket(`${server.url.replace('http', 'ws')}/signalling`, SUBPROTOCOL);
		const closed = new Promise((resolve) => socket.on('close', resolve));
		socket.on('open', () => {
			for (let i = 0; i < 20; i++) socket.send('nonsense');
		});
		expect(await closed).toBe(4400);
		expect(events()).toMatchObject([{ securityEvent: 'limit-reached', address: '127.0.0.1', closeCode: 4400 }]);
	});
});
