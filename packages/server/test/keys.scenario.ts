import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { testEnvironment } from './support/environment.ts';
import { runCommand, ServerProcess } from './support/ServerProcess.ts';
import { TestServer } from './support/TestServer.ts';
import { createTestDatabase } from './support/testDatabase.ts';

// Each command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('keys of a running server', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await TestServer.create();
	});
	afterAll(() => server.close());

	it('are made, listed without secrets, and revoked from another process within 2 s', async () => {
		const created = await runCommand(['keys', 'create', '--name', 'Acme'], server.environment);
		const [, id = '', secret = ''] = /API key\s+(\S+)\s+secret\s+(\S+)/.exec(created.stdout) ?? [];
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(32);

		const token = await mintToken({ id, secret }, { permissions: ['allow_join'], expiresIn: 60 });
		expect((await server.call('/v2/rooms', { token })).status).toBe(200);

		const listed = await runCommand(['keys', 'list'], server.environment);
		expect(listed.stdout).toMatch(new RegExp(`${id} .* active +Acme`));
		expect(listed.stdout).not.toContain(secret);

		const revoked = await runCommand(['keys', 'revoke', id], server.environment);
		const since = performance.now();
		expect(revoked).toMatchObject({ code: 0, stdout: `Key ${id} is revoked.\n` });
		let answer = await server.call('/v2/rooms', { token });
		while (answer.status === 200 && performance.now() - since < 2_000) {
			await sleep(50);
			answer = await server.call('/v2/rooms', { token });
		}
		expect(answer.status).toBe(401);
		expect(answer.body).toMatchObject({
			errorCode: 'APIKEY_DEACTIVATED',
			message: expect.stringMatching(/was revoked/),
		});

		const again = await runCommand(['keys', 'revoke', id], server.environment);
		expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining(`There is no active key ${id}`) });
	});

	it('sign tokens on the command line', async () => {
		const { stdout } = await runCommand(['token', '--roles', 'crawler', '--expires', '5m'], server.environment);
		expect((await server.call('/v2/rooms', { token: stdout.trim() })).status).toBe(200);
		const room = await runCommand(['room', 'create', '--id', 'by hand'], server.environment);
		const limited = await runCommand(['token', '--room', 'by hand', '--participant', 'anna'], server.environment);
		const claims = JSON.parse(Buffer.from(limited.stdout.split('.')[1] ?? '', 'base64url').toString());
		expect(claims).toMatchObject({ roomId: room.stdout.trim(), participantId: 'anna', version: 2 });
		expect(claims.exp - claims.iat).toBe(86_400);
	});

	it('do not give out development tokens', async () => {
		const { status, body } = await server.call('/dev/token', { method: 'POST', token: null });
		expect([status, body.errorCode]).toEqual([404, 'NOT_FOUND']);
		const document = await server.call('/v2/openapi.json', { token: null });
		expect(Object.keys(document.body.paths)).not.toContain('/dev/token');
	});
});

describe('the development key', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await TestServer.create({ ROOMCAST_API_KEY: undefined, ROOMCAST_API_SECRET: undefined });
	});
	afterAll(() => server.close());

	it('is kept in the data folder, for its owner only', async () => {
		const path = join(server.dataDir, 'development-key.json');
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const { apiKey, secret } = JSON.parse(await readFile(path, 'utf8'));
		const token = await mintToken({ id: apiKey, secret }, { permissions: [], expiresIn: 60 });
		const { body } = await server.call('/v2/rooms', { token });
		expect(body.data.map((room: { customRoomId: string }) => room.customRoomId)).toEqual(['welcome']);
	});

	it('gives out tokens for a room, to pages of this host only', async () => {
		const { body } = await server.call('/dev/token', { method: 'POST', token: null, body: { roomId: 'welcome' } });
		expect(body.roomId).toBe(server.running.welcomeRoomId);
		expect((await server.call('/v2/rooms/welcome', { token: body.token })).body.roomId).toBe(body.roomId);

		const unlimited = await server.call('/dev/token', { method: 'POST', token: null });
		expect(unlimited.body).toEqual({ token: expect.any(String), roomId: null });
		expect((await server.post('/v2/rooms', {}, unlimited.body.token)).status).toBe(200);

		const headers = { origin: 'https://elsewhere.example' };
		const refused = await server.call('/dev/token', { method: 'POST', token: null, headers });
		expect(refused.status).toBe(403);
		expect(refused.headers.get('access-control-allow-origin')).toBeNull();
		const missing = await server.call('/dev/token', { method: 'POST', token: null, body: { roomId: 'nowhere' } });
		expect([missing.status, missing.body.errorCode]).toEqual([404, 'INVALID_MEETING_ID']);
	});

	it('is off once the server has a key of its own', async () => {
		const { body } = await server.call('/dev/token', { method: 'POST', token: null });
		const { stdout: keyless } = await runCommand(['keys', 'list'], server.environment);
		expect(keyless).toContain('development');
		await server.running.close();
		const environment = {
			...server.environment,
			ROOMCAST_API_KEY: server.key.id,
			ROOMCAST_API_SECRET: server.key.secret,
		};
		const second = new ServerProcess(['start'], environment);
		onTestFinished(second.end);
		const url = await second.ready();
		const call = (token: string) => fetch(`${url}/v2/rooms`, { headers: { authorization: token } });
		expect((await call(body.token)).status).toBe(401);
		expect((await call(await server.token())).status).toBe(200);
		expect(await second.kill('SIGTERM')).toMatchObject({ code: 0 });
	});
});

const onPostgres = it.runIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres');

onPostgres('servers that start at once on a new database agree on its schema and their development keys', async () => {
	const database = await createTestDatabase({ empty: true });
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const servers = await Promise.all(
		['one', 'two'].map(
			async (name) => new ServerProcess(['start'], await testEnvironment(join(dataDir, name), database, undefined)),
		),
	);
	for (const server of servers) onTestFinished(server.end);
	const urls = await Promise.all(servers.map((server) => server.ready()));
	const tokens = await Promise.all(
		urls.map(async (url) => (await (await fetch(`${url}/dev/token`, { method: 'POST' })).json()) as { token: string }),
	);
	// Each takes what the other signed.
	const answers = await Promise.all(
		urls.map((url, i) => fetch(`${url}/v2/rooms`, { headers: { authorization: `${tokens[1 - i]?.token}` } })),
	);
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	for (const server of servers) expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
	await database.drop();
	await removeFolder(dataDir);
});
