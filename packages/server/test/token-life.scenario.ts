import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../src/index.ts';
import { mintTemplateToken } from '../src/templates/mintTemplateToken.ts';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { runCommand } from './support/ServerProcess.ts';
import { TestServer } from './support/TestServer.ts';

const LIMIT = 300;

let server: TestServer;
let key: { id: string; secret: string };
beforeAll(async () => {
	// In development mode, for `/dev/token`.
	server = await TestServer.create({
		ROOMCAST_API_KEY: undefined,
		ROOMCAST_API_SECRET: undefined,
		ROOMCAST_TOKEN_MAX_LIFE: `${LIMIT}`,
	});
	const { apiKey, secret } = JSON.parse(await readFile(join(server.dataDir, 'development-key.json'), 'utf8'));
	key = { id: apiKey, secret };
});
afterAll(() => server.close());

const mint = (expiresIn: number) => mintToken(key, { permissions: ['allow_join'], expiresIn });

describe('ROOMCAST_TOKEN_MAX_LIFE', () => {
	it('refuses tokens that are valid for longer: over REST, for WHIP and to join', async () => {
		const token = await mint(LIMIT + 90);
		const says = /`exp` is 20\S+, 390 s after `iat`; .* at most 300 s \(ROOMCAST_TOKEN_MAX_LIFE\)/;
		for (const [method, path] of [
			['GET', '/v2/rooms'],
			['POST', '/v2/whip?roomId=welcome'],
		]) {
			const { status, body } = await server.call(path as string, { method: method as string, token });
			expect([status, body.errorCode]).toEqual([401, 'INVALID_TOKEN']);
			expect(body.message).toMatch(says);
		}
		const joined = await joinByWebSocket(server.url, token, 'welcome');
		expect(joined.error).toMatchObject({ name: 'INVALID_TOKEN', message: expect.stringMatching(says) });
	});

	it('takes those that keep within it', async () => {
		const token = await mint(LIMIT);
		expect((await server.call('/v2/rooms', { token })).status).toBe(200);
		expect((await joinByWebSocket(server.url, token, 'welcome')).error).toBeUndefined();
	});

	it('bounds the tokens that the server makes itself: for development, and for template pages', async () => {
		const { body } = await server.call('/dev/token', { method: 'POST', token: null });
		expect((await server.call('/v2/rooms', { token: body.token })).status).toBe(200);
		const who = { roomId: server.running.welcomeRoomId ?? '', participantId: 'page' };
		const token = await mintTemplateToken({ find: async () => key as never, isKnown: () => true }, key.id, who, LIMIT);
		expect((await joinByWebSocket(server.url, token, 'welcome', { participantId: 'page' })).error).toBeUndefined();
	});

	it('bounds those of the command line, which says what is allowed', async () => {
		const { stdout } = await runCommand(['token'], server.environment);
		expect((await server.call('/v2/rooms', { token: stdout.trim() })).status).toBe(200);
		const { code, stderr } = await runCommand(['token', '--expires', '1h'], server.environment);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: '--expires is 3600 s; ROOMCAST_TOKEN_MAX_LIFE allows at most 300 s.\n',
		});
	}, 120_000);
});
