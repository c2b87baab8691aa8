import { randomUUID } from 'node:crypto';
import type { ErrorName } from '@roomcast/contract';
import { ERRORS } from '@roomcast/contract';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, type Key, KeyService } from '../src/index.ts';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let roomId: string;
let revoked: Key;

beforeAll(async () => {
	server = await TestServer.create();
	({ roomId } = await server.room());
	revoked = await revokedKey();
});
afterAll(() => server.close());

/** A key of the server that is no longer in force. */
async function revokedKey(): Promise<Key> {
	const place = { databaseUrl: server.database.url, dataDir: server.dataDir };
	const database = await Database.open(place, pino({ level: 'silent' }));
	const keys = new KeyService(database);
	const key = await keys.create('Revoked');
	await keys.revoke(key.id);
	await database.close();
	return key;
}

const seconds = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Claims {
	[claim: string]: unknown;
}

/** A token as it should be, but for what the test changes. */
function sign(changes: Claims = {}, alg = 'HS256', secret = server.key.secret): Promise<string> {
	const claims = { apikey: server.key.id, permissions: ['allow_join'], version: 2, exp: seconds() + 60, ...changes };
	return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}

interface Refusal {
	readonly rule: string;
	readonly token: () => string | Promise<string>;
	readonly error: ErrorName;
	/** What the message must say. */
	readonly says: RegExp;
	/** Where it is refused; both when absent. */
	readonly only?: 'rest' | 'join';
	/** As whom it is shown; the server chooses when absent. */
	readonly participantId?: string;
}

const REFUSALS: readonly Refusal[] = [
	{
		rule: 'alg none',
		token: () =>
			`${part({ alg: 'none', typ: 'JWT' })}.${part({ apikey: server.key.id, permissions: [], version: 2 })}.`,
		error: 'INVALID_TOKEN',
		says: /`alg` must be HS256 \(it is "none"\)/,
	},
	{ rule: 'alg HS512', token: () => sign({}, 'HS512'), error: 'INVALID_TOKEN', says: /`alg` must be HS256/ },
	{
		rule: 'alg HS384 said to be HS256',
		token: async () => {
			const [, payload, signature] = (await sign({}, 'HS384')).split('.');
			return `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`;
		},
		error: 'INVALID_TOKEN',
		says: /signature does not fit/,
	},
	{ rule: 'no JWT', token: () => 'abc', error: 'INVALID_TOKEN', says: /malformed/ },
	{ rule: 'not JSON inside', token: () => 'YWJj.YWJj.YWJj', error: 'INVALID_TOKEN', says: /malformed/ },
	{ rule: 'too long', token: () => sign({ more: 'x'.repeat(9000) }), error: 'INVALID_TOKEN', says: /longer than 8192/ },
	{
		rule: 'signature of another secret',
		token: () => sign({}, 'HS256', 'another secret that is just as long as the right one'),
		error: 'INVALID_TOKEN',
		says: /signature does not fit/,
	},
	{
		rule: 'claims changed after signing',
		token: async () => {
			const [header, , signature] = (await sign()).split('.');
			return `${header}.${part({ apikey: server.key.id, permissions: ['allow_mod'], version: 2 })}.${signature}`;
		},
		error: 'INVALID_TOKEN',
		says: /signature does not fit/,
	},
	{
		rule: 'exp',
		token: () => sign({ exp: seconds() - 61 }),
		error: 'INVALID_TOKEN',
		says: /it has expired \(`exp` was 20/,
	},
	{
		rule: 'exp is no number',
		token: () => sign({ exp: 'soon' }),
		error: 'INVALID_TOKEN',
		says: /claims\.exp must be number/,
	},
	{
		rule: 'nbf',
		token: () => sign({ nbf: seconds() + 120 }),
		error: 'INVALID_TOKEN',
		says: /not valid yet \(`nbf` is 20/,
	},
	{
		rule: 'apikey missing',
		token: () => sign({ apikey: undefined }),
		error: 'INVALID_TOKEN',
		says: /must have apikey/,
	},
	{
		rule: 'apikey unknown',
		token: () => sign({ apikey: randomUUID() }),
		error: 'INVALID_API_KEY',
		says: /`apikey` is not a key of this server/,
	},
	{
		rule: 'apikey revoked',
		token: () => sign({ apikey: revoked.id }, 'HS256', revoked.secret),
		error: 'APIKEY_DEACTIVATED',
		says: /the key of `apikey` was revoked/,
	},
	{
		rule: 'apikey revoked, signed by somebody else',
		token: () => sign({ apikey: revoked.id }),
		error: 'INVALID_TOKEN',
		says: /signature does not fit/,
	},
	{
		rule: 'permissions missing',
		token: () => sign({ permissions: undefined }),
		error: 'INVALID_TOKEN',
		says: /must have permissions/,
	},
	{
		rule: 'permission unknown',
		token: () => sign({ permissions: ['allow_join', 'allow_all'] }),
		error: 'INVALID_PERMISSIONS',
		says: /contains "allow_all"; it can contain allow_join, ask_join, allow_view, allow_mod/,
	},
	{
		rule: 'ask_join with allow_join',
		token: () => sign({ permissions: ['ask_join', 'allow_join'] }),
		error: 'INVALID_PERMISSIONS',
		says: /`ask_join` cannot be combined with `allow_join`/,
	},
	{
		rule: 'ask_join with allow_mod',
		token: () => sign({ permissions: ['allow_mod', 'ask_join'] }),
		error: 'INVALID_PERMISSIONS',
		says: /`ask_join` cannot be combined with `allow_mod`/,
	},
	{
		rule: 'role unknown',
		token: () => sign({ roles: ['admin'] }),
		error: 'INVALID_TOKEN',
		says: /contains "admin"; it can contain crawler, rtc/,
	},
	...(['roomId', 'participantId'] as const).map((claim) => ({
		rule: `${claim} without version 2`,
		token: () => sign({ [claim]: 'abc', version: undefined }),
		error: 'INVALID_TOKEN' as const,
		says: new RegExp(`\`version\` must be 2 when \`${claim}\` is present \\(it is missing\\)`),
	})),
	{
		rule: 'roles without version 2',
		token: () => sign({ roles: ['crawler', 'rtc'], version: 1 }),
		error: 'INVALID_TOKEN',
		says: /`version` must be 2 when `roles` is present \(it is 1\)/,
	},
	{
		rule: 'version missing',
		only: 'rest',
		token: () => sign({ version: undefined }),
		error: 'INVALID_TOKEN',
		says: /`version` must be 2 for the REST API \(it is missing\)/,
	},
	{
		rule: 'only rtc',
		only: 'rest',
		token: () => sign({ roles: ['rtc'] }),
		error: 'UNAUTHORIZED_ROLE',
		says: /only the role `rtc` cannot call the REST API/,
	},
	{
		rule: 'only crawler',
		only: 'join',
		token: () => sign({ roles: ['crawler'] }),
		error: 'UNAUTHORIZED_ROLE',
		says: /only the role `crawler` cannot join/,
	},
	{
		rule: 'neither allow_join nor ask_join',
		only: 'join',
		token: () => sign({ permissions: ['allow_mod'] }),
		error: 'INVALID_PERMISSIONS',
		says: /joining needs `allow_join`, `ask_join` or `allow_view`/,
	},
	{
		rule: 'for another room',
		only: 'join',
		token: () => sign({ roomId: 'aaaa-bbbb-cccc' }),
		error: 'UNAUTHORIZED_MEETING_ID',
		says: /it is for aaaa-bbbb-cccc/,
	},
	{
		rule: 'for another participant',
		only: 'join',
		participantId: 'ben',
		token: () => sign({ participantId: 'anna' }),
		error: 'UNAUTHORIZED_PARTCIPANT_ID',
		says: /it is for anna, not for ben/,
	},
];

describe('a wrong token is refused over REST', () => {
	it.each(REFUSALS.filter(({ only }) => only !== 'join'))('$rule', async ({ token, error, says }) => {
		const answer = await server.call('/v2/rooms', { token: await token() });
		expect(answer.status).toBe(ERRORS[error].status);
		expect(answer.body).toMatchObject({
			statusCode: ERRORS[error].status,
			code: ERRORS[error].code,
			errorCode: error,
			message: expect.stringMatching(says),
		});
		expect(answer.body.error).toBe(answer.body.message);
		if (ERRORS[error].status === 401) expect(answer.body.message).toMatch(/^Token is invalid or expired: /);
	});

	it('no token', async () => {
		for (const token of [null, '']) {
			const { status, body } = await server.call('/v2/rooms', { token });
			expect(status).toBe(401);
			expect(body.message).toBe('Token is invalid or expired: the `Authorization` header is missing');
		}
	});
});

describe('a wrong token is refused over the WebSocket', () => {
	it.each(REFUSALS.filter(({ only }) => only !== 'rest'))('$rule', async ({ token, error, says, participantId }) => {
		const as = participantId === undefined ? {} : { participantId };
		const reply = await joinByWebSocket(server.url, await token(), roomId, as);
		expect(reply.data).toBeUndefined();
		expect(reply.error).toMatchObject({
			code: ERRORS[error].code,
			name: error,
			message: expect.stringMatching(says),
		});
	});
});

describe('a right token', () => {
	it.each([
		['raw', (token: string) => token],
		['after Bearer', (token: string) => `Bearer ${token}`],
		['after bearer', (token: string) => `bearer  ${token}`],
	])('is taken %s', async (_name, header) => {
		expect((await server.call('/v2/rooms', { token: header(await sign()) })).status).toBe(200);
	});

	it('needs no exp, and may name both roles', async () => {
		const token = await sign({ exp: undefined, roles: ['crawler', 'rtc'] });
		expect((await server.call('/v2/rooms', { token })).status).toBe(200);
		expect((await joinByWebSocket(server.url, token, roomId)).data?.participantId).toEqual(expect.any(String));
	});

	it('joins without version while it has no limits', async () => {
		const token = await sign({ version: undefined });
		expect((await joinByWebSocket(server.url, token, roomId)).error).toBeUndefined();
	});

	it('joins as the participant that it names', async () => {
		const token = await sign({ participantId: 'anna', roomId });
		expect((await joinByWebSocket(server.url, token, roomId)).data?.participantId).toBe('anna');
	});
});
