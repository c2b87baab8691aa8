import type { CreateRoomBody } from '@roomcast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignallingClient } from './support/SignallingClient.ts';
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

describe('the chat', () => {
	it('is handed out as CSV with a link that needs no token and cannot be changed', async () => {
		const roomId = await newRoom();
		const { client, joined } = await join(roomId, 'ann');
		await client.request('publish', { topic: 'CHAT', message: 'hello, "all"', persist: true });
		await client.request('publish', { topic: 'CHAT', message: '=1+1', persist: true, sendOnly: ['ben', 'cem'] });
		await client.request('publish', { topic: 'CHAT', message: 'gone', persist: false });
		await client.request('publish', { topic: 'OTHER', message: 'elsewhere', persist: true });
		const { body } = await server.call(`/v2/sessions/${joined.sessionId}`);
		const link = new URL(body.chatLink);
		const path = `${link.pathname}${link.search}`;
		const csv = await server.call(path, { token: null });
		expect(csv.status).toBe(200);
		expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
		const lines = csv.body.split('\r\n');
		expect(lines).toHaveLength(4);
		expect(lines[0]).toBe('timestamp,senderId,senderName,message,sentTo');
		expect(lines[1]).toMatch(/^\d{4}-[\dT:.-]+Z,ann,ANN,"hello, ""all""",$/);
		expect(lines[2]).toMatch(/,ann,ANN,'=1\+1,ben cem$/);
		for (const wrong of [
			path.replace(joined.sessionId, '000000000000000000000000'),
			path.replace(/expires=\d+/, 'expires=9999999999'),
			path.replace(/signature=.*/, 'signature=AAAA'),
		])
			expect(await server.call(wrong, { token: null })).toMatchObject({ status: 401 });
		expect((await server.call(link.pathname, { token: null })).status).toBe(400);
		await server.post('/v2/sessions/end', { roomId });
	});

	it('gives old messages to those who may read them, in order, a part at a time', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'Ben');
		const small = await join(roomId, 'ben');
		for (let i = 1; i <= 5; i++)
			await ann.client.request('publish', {
				topic: 'notes',
				message: `${i}`,
				persist: true,
				payload: { i },
				...(i === 3 ? { sendOnly: ['Ben'] } : {}),
			});
		const read = async (client: SignallingClient, more: { oldMessageLimit?: number; before?: string } = {}) => {
			const { messages, more: left } = await client.request('subscribe', { topic: 'notes', ...more });
			return { texts: messages.map(({ message }) => message), first: messages[0]?.id ?? '', left };
		};
		expect((await read(ben.client)).texts).toEqual(['1', '2', '3', '4', '5']);
		expect((await read(small.client)).texts).toEqual(['1', '2', '4', '5']);
		const newest = await read(ben.client, { oldMessageLimit: 2 });
		expect(newest).toMatchObject({ texts: ['4', '5'], left: true });
		const older = await read(ben.client, { oldMessageLimit: 3, before: newest.first });
		expect(older).toMatchObject({ texts: ['1', '2', '3'], left: false });
		await server.post('/v2/sessions/end', { roomId });
	});
});
