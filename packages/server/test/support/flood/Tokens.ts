import { SignJWT } from 'jose';
import { mintToken } from '../../../src/index.ts';
import type { TestKey } from '../environment.ts';

/** Claims with which a token is signed as it should be, and that it should not have. */
const CLAIMS: readonly Record<string, unknown>[] = [
	{ permissions: 'allow_join' },
	{ permissions: [['allow_join']] },
	{ permissions: Array.from({ length: 100 }, () => 'allow_join') },
	{ permissions: ['\u0000'] },
	{ version: '2' },
	{ version: 1e300 },
	{ version: -1 },
	{ roomId: '\u0000' },
	{ roomId: '' },
	{ roomId: 'x'.repeat(300) },
	{ roomId: '\ud800' },
	{ participantId: 'a b' },
	{ roles: ['king'] },
	{ roles: {} },
	{ exp: 1 },
	{ exp: 1e300 },
	{ nbf: 4e12 },
	{ iat: 'yesterday' },
	{ apikey: '\u0000' },
	{ apikey: '__proto__' },
	{ apikey: "' or 1=1" },
	{ apikey: 5 },
];

/** The credentials that a flood is sent with: good ones, and many that are not. */
export class Tokens {
	/** May do everything. */
	readonly director: string;
	/** May join, and nothing to others. */
	readonly participant: string;
	/** May ask to be let in. */
	readonly guest: string;
	/** Each wrong in its own way. */
	readonly spoiled: readonly string[];

	private constructor(director: string, participant: string, guest: string, spoiled: readonly string[]) {
		this.director = director;
		this.participant = participant;
		this.guest = guest;
		this.spoiled = spoiled;
	}

	static async create(key: TestKey): Promise<Tokens> {
		const mint = (...permissions: ('allow_join' | 'allow_mod' | 'ask_join')[]) =>
			mintToken(key, { permissions, expiresIn: 3600 });
		const director = await mint('allow_join', 'allow_mod');
		const secret = new TextEncoder().encode(key.secret);
		const sign = (claims: Record<string, unknown>) =>
			new SignJWT({ apikey: key.id, permissions: ['allow_join'], version: 2, ...claims })
				.setProtectedHeader({ alg: 'HS256' })
				.sign(secret);
		const [head, payload, signature] = director.split('.') as [string, string, string];
		const part = (text: string) => Buffer.from(text).toString('base64url');
		const nested = '['.repeat(2_500) + ']'.repeat(2_500);
		return new Tokens(director, await mint('allow_join'), await mint('ask_join'), [
			...(await Promise.all(CLAIMS.map(sign))),
			`${head}.${payload}.`,
			`${head}.${payload}.${signature}x`,
			`${part('{"alg":"none"}')}.${payload}.`,
			`${part('{"alg":["HS256"]}')}.${payload}.${signature}`,
			`${part('null')}.${part('null')}.${signature}`,
			`${head}.${part(`{"apikey":"${key.id}","permissions":${nested}}`)}.${signature}`,
			`${head}.${part('{"__proto__":{"apikey":"x"}}')}.${signature}`,
			`${head}.${part('\ufffd\ud800')}.${signature}`,
			'..',
			'Bearer',
			'Bearer Bearer x',
			'x'.repeat(8_200),
		]);
	}
}
