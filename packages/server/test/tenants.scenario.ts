import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Key, mintToken } from '../src/index.ts';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { runCommand } from './support/ServerProcess.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
/** A second tenant, made by the command line while the server runs. */
let stranger: Pick<Key, 'id' | 'secret'>;

vi.setConfig({ hookTimeout: 120_000 });
beforeAll(async () => {
	server = await TestServer.create();
	const { stdout } = await runCommand(['keys', 'create', '--name', 'Stranger'], server.environment);
	const [, id, secret] = /API key\s+(\S+)\s+secret\s+(\S+)/.exec(stdout) ?? [];
	stranger = { id: `${id}`, secret: `${secret}` };
});
afterAll(() => server.close());

const strangersToken = () => mintToken(stranger, { permissions: ['allow_join'], expiresIn: 60 });

it('nothing of one key is visible to another', async () => {
	const room = await server.room({ customRoomId: 'mine' });
	const token = await strangersToken();
	for (const reference of ['mine', room.roomId, room.id]) {
		expect((await server.call(`/v2/rooms/${reference}`, { token })).status).toBe(404);
		expect((await server.call(`/v2/rooms/validate/${reference}`, { token })).status).toBe(400);
		expect((await server.post('/v2/rooms/deactivate', { roomId: reference }, token)).status).toBe(402);
		expect((await joinByWebSocket(server.url, token, reference)).error?.name).toBe('INVALID_MEETING_ID');
	}
	expect((await server.call('/v2/rooms', { token })).body).toMatchObject({ pageInfo: { total: 0 }, data: [] });
	expect((await server.call(`/v2/rooms?query=${room.roomId}`, { token })).body.data).toEqual([]);
	expect((await server.call('/v2/rooms/mine')).body).toEqual(room);
});

it('two keys may use the same customRoomId', async () => {
	const token = await strangersToken();
	const [mine, theirs] = await Promise.all([
		server.post('/v2/rooms', { customRoomId: 'lobby' }),
		server.post('/v2/rooms', { customRoomId: 'lobby' }, token),
	]);
	expect(mine.body.roomId).not.toBe(theirs.body.roomId);
	expect(mine.body.userId).not.toBe(theirs.body.userId);
	expect((await server.call('/v2/rooms/lobby', { token })).body.roomId).toBe(theirs.body.roomId);
});

it('nor are its sessions, and nothing may be done to them', async () => {
	const room = await server.room();
	const { client, joined } = await SignallingClient.join(server.url, {
		token: await server.token(),
		roomId: room.roomId,
		participantId: 'ann',
		mode: 'SIGNALLING_ONLY',
	});
	const token = await strangersToken();
	const { sessionId } = joined;
	const session = `/v2/sessions/${sessionId}`;
	for (const path of [
		'',
		'/participants',
		'/participants/active',
		'/participants/ann',
		'/stats',
		'/participant/ann/stats',
		'/entry-requests',
	])
		expect((await server.call(`${session}${path}`, { token })).status).toBe(404);
	for (const reference of [{ roomId: room.roomId }, { sessionId }]) {
		expect((await server.post('/v2/sessions/end', reference, token)).status).toBe(404);
		const removal = { ...reference, participantId: 'ann' };
		expect((await server.post('/v2/sessions/participants/remove', removal, token)).status).toBe(404);
	}
	expect((await server.call('/v2/sessions', { token })).body).toMatchObject({ pageInfo: { total: 0 }, data: [] });
	expect((await server.call(`/v2/sessions?roomId=${room.roomId}`, { token })).body.data).toEqual([]);
	expect((await server.call(session)).body.status).toBe('ongoing');
	await client.request('leave', {});
});
