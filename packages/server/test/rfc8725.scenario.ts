import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { EncryptJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

/*
 * JSON Web Token Best Current Practices, point by point; each title begins with the section. Tokens are put together by
 * hand, because libraries refuse to make most of these.
 */

let server: TestServer;
let roomId: string;
beforeAll(async () => {
	server = await TestServer.create();
	({ roomId } = await server.room());
});
afterAll(() => server.close());

const base64url = (value: unknown) =>
	(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))).toString(
		'base64url',
	);
const claims = (more: object = {}) => ({
	apikey: server.key.id,
	permissions: ['allow_join'],
	version: 2,
	exp: Math.floor(Date.now() / 1000) + 60,
	...more,
});

/** Header and payload as they are, text and bytes too, with a signature that fits. */
function token(header: unknown, payload: unknown, hash = 'sha256', secret = server.key.secret): string {
	const signed = `${base64url(header)}.${base64url(payload)}`;
	return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}
const withHeader = (more: object) => token({ alg: 'HS256', ...more }, claims());

/** What REST and the WebSocket say, which must be the same. */
async function verdict(text: string): Promise<string> {
	const [rest, joined] = await Promise.all([
		server.call('/v2/rooms', { token: text }),
		joinByWebSocket(server.url, text, roomId),
	]);
	expect(rest.status === 200).toBe(joined.error === undefined);
	if (joined.error === undefined) return 'good';
	expect([rest.body.errorCode, joined.error.name]).toEqual(['INVALID_TOKEN', 'INVALID_TOKEN']);
	expect(rest.body.message).toBe(joined.error.message);
	return joined.error.message;
}

it('a token that is put together like these, and is right, is good', async () => {
	expect(await verdict(withHeader({}))).toBe('good');
});

describe('3.1, 3.2: one algorithm', () => {
	it.each([
		['none', () => `${base64url({ alg: 'none' })}.${base64url(claims())}.`],
		['None with a signature', () => token({ alg: 'None' }, claims())],
		['HS384', () => token({ alg: 'HS384' }, claims(), 'sha384')],
		['HS512', () => token({ alg: 'HS512' }, claims(), 'sha512')],
		['hs256', () => token({ alg: 'hs256' }, claims())],
		['missing', () => token({ typ: 'JWT' }, claims())],
		['a list', () => token({ alg: ['HS256'] }, claims())],
		[
			'RS256, signed with a key that it brings along',
			() => {
				const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
				const header = { alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) };
				const signed = `${base64url(header)}.${base64url(claims())}`;
				return `${signed}.${signWith('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
			},
		],
		['RS256, signed with the secret as if it were the public key', () => token({ alg: 'RS256' }, claims())],
	])('alg %s is refused', async (_name, make) => {
		expect(await verdict(make())).toMatch(/`alg` must be HS256|malformed/);
	});
});

describe('3.3: the signature is checked before what is signed counts', () => {
	it.each([
		['an empty one', () => `${base64url({ alg: 'HS256' })}.${base64url(claims())}.`],
		['one with a byte less', () => withHeader({}).slice(0, -2)],
		['of an empty secret', () => token({ alg: 'HS256' }, claims(), 'sha256', '')],
	])('%s is refused', async (_name, make) => {
		expect(await verdict(make())).toMatch(/signature does not fit|malformed/);
	});

	it('the signature of a link to a chat, and of a file, is none of a token; and the reverse', async () => {
		const payload = base64url(claims());
		const chat = (expires: number, secret: string) =>
			createHmac('sha256', secret).update(`chat\n${payload}\n${expires}`).digest('base64url');
		expect(
			await verdict(`${base64url({ alg: 'HS256' })}.${payload}.${chat(9_999_999_999, server.key.secret)}`),
		).toMatch(/signature does not fit/);
		const { joined, leave } = await sessionOf();
		const [header, body, signature] = withHeader({}).split('.');
		for (const path of [
			`/v2/sessions/${joined}/chat.csv?expires=9999999999&signature=${signature}`,
			`/files/${header}.${body}?expires=9999999999&signature=${signature}`,
		]) {
			const answer = await server.call(path, { token: null });
			expect([401, 403, 404], path).toContain(answer.status);
		}
		leave();
	});
});

/** A session that runs for a moment. */
async function sessionOf(): Promise<{ joined: string; leave: () => void }> {
	const { client, joined } = await SignallingClient.join(server.url, {
		token: await server.token(),
		roomId,
		participantId: 'somebody',
		name: 'Somebody',
	});
	return { joined: joined.sessionId, leave: () => client.close() };
}

describe('3.7: UTF-8, and JSON that is an object', () => {
	const bytes = () =>
		Buffer.concat([Buffer.from(JSON.stringify(claims()).slice(0, -1)), Buffer.from(',"x":"\xff"}', 'latin1')]);
	it.each([
		['a payload that is not UTF-8', () => token({ alg: 'HS256' }, bytes())],
		['a payload in UTF-16', () => token({ alg: 'HS256' }, Buffer.from(JSON.stringify(claims()), 'utf16le'))],
		['a header that is not UTF-8', () => token(Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1'), claims())],
		...[[], 'text', 1, null, true].map((payload): [string, () => string] => [
			`the payload ${JSON.stringify(payload)}`,
			() => token({ alg: 'HS256' }, JSON.stringify(payload)),
		]),
		['an empty payload', () => token({ alg: 'HS256' }, '')],
		['a header that is a list', () => token([], claims())],
	])('%s is refused', async (_name, make) => {
		expect(await verdict(make())).toMatch(/malformed/);
	});

	it('of a claim that appears twice the last counts, as RFC 7519 section 4 allows', async () => {
		const twice = (first: string, last: string) =>
			JSON.stringify(claims()).replace('"permissions"', `"permissions":["${first}"],"permissions":["${last}"],"more"`);
		expect(await verdict(token({ alg: 'HS256' }, twice('nothing', 'allow_join')))).toBe('good');
		const refused = await server.call('/v2/rooms', {
			token: token({ alg: 'HS256' }, twice('allow_join', 'nothing')),
		});
		expect(refused.body.errorCode).toBe('INVALID_PERMISSIONS');
		expect(await verdict(token(`{"alg":"HS256","alg":"none"}`, claims()))).toMatch(/`alg` must be HS256/);
	});
});

describe('2.7, 3.4, 3.6: nothing encrypted, compressed or nested', () => {
	it('an encrypted token is refused', async () => {
		const secret = createHmac('sha256', '').update(server.key.secret).digest();
		const jwe = await new EncryptJWT(claims()).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(secret);
		expect(jwe.split('.')).toHaveLength(5);
		expect(await verdict(jwe)).toMatch(/malformed/);
	});

	it('a token inside a token is refused', async () => {
		expect(await verdict(token({ alg: 'HS256', cty: 'JWT' }, withHeader({})))).toMatch(/malformed/);
	});

	it('`zip` unpacks nothing', async () => {
		expect(await verdict(withHeader({ zip: 'DEF' }))).toBe('good');
		expect(await verdict(token({ alg: 'HS256', zip: 'DEF' }, deflateRawSync(JSON.stringify(claims()))))).toMatch(
			/malformed/,
		);
	});
});

describe('3.10: what is in a token is not trusted to lead anywhere', () => {
	it('`kid`, `jku`, `jwk`, `x5u` and `x5c` change nothing: the key is that of `apikey`', async () => {
		const url = 'http://127.0.0.1:1/keys';
		const kids = ["' or 1=1 --", '../../etc/passwd', '__proto__'];
		const jwk = { kty: 'oct', k: base64url('another secret that is long enough') };
		for (const more of [...kids.map((kid) => ({ kid })), { jku: url }, { x5u: url }, { x5c: ['MIIB'] }, { jwk }]) {
			expect(await verdict(withHeader(more)), JSON.stringify(more)).toBe('good');
			const forged = token({ alg: 'HS256', ...more }, claims(), 'sha256', 'another secret that is long enough');
			expect(await verdict(forged)).toMatch(/signature does not fit/);
		}
	});

	it('`apikey` is only ever a key: names of members of objects are none', async () => {
		for (const apikey of ['__proto__', 'constructor', 'toString', "' or 1=1 --"]) {
			const { status, body } = await server.call('/v2/rooms', { token: token({ alg: 'HS256' }, claims({ apikey })) });
			expect([status, body.errorCode], apikey).toEqual([401, 'INVALID_API_KEY']);
		}
	});
});

describe('RFC 7515 section 4.1.11, RFC 7797: nothing that changes how it is read', () => {
	it.each([
		['crit with a name that nobody knows', { crit: ['exp-soon'], 'exp-soon': 1 }, /`crit` must be absent/],
		['an empty crit', { crit: [] }, /`crit` must be absent|malformed/],
		['b64 false', { b64: false }, /`b64` must be absent/],
		['b64 false, with its crit', { b64: false, crit: ['b64'] }, /`crit` must be absent|malformed/],
	])('%s is refused', async (_name, more, says) => {
		expect(await verdict(withHeader(more))).toMatch(says);
	});

	it('a payload that is not encoded is refused', async () => {
		const signed = `${base64url({ alg: 'HS256', b64: false, crit: ['b64'] })}.${JSON.stringify(claims())}`;
		const signature = createHmac('sha256', server.key.secret).update(signed).digest('base64url');
		expect(await verdict(`${signed}.${signature}`)).toMatch(/malformed|must be absent/);
	});
});

describe('3.8, 3.9, 3.11, 3.12: which tokens are meant for this server', () => {
	it.each(['JWT', 'jwt', 'application/jwt'])('typ %s is good', async (typ) => {
		expect(await verdict(withHeader({ typ }))).toBe('good');
	});

	it.each(['at+jwt', 'secevent+jwt', 'JOSE', '', 1, null, ['JWT']])('typ %j is refused', async (typ) => {
		expect(await verdict(withHeader({ typ }))).toMatch(/`typ` must be JWT, or absent|malformed/);
	});

	it('`iss`, `sub` and `aud` change nothing: a secret is of one key of one server', async () => {
		for (const more of [{ iss: 'shop' }, { sub: 'anna' }, { aud: 'elsewhere' }, { aud: ['a', 'b'] }])
			expect(await verdict(token({ alg: 'HS256' }, claims(more))), JSON.stringify(more)).toBe('good');
	});
});
