import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type Gate, GateServer } from '../../test/support/gate-server.ts';
import { credentialsFor } from './credentials.ts';
import { RtmpSession } from './session.ts';
import { parseRtmpTarget } from './target.ts';

const md5 = (text: string, encoding: 'hex' | 'base64') => createHash('md5').update(text).digest(encoding);

const adobe: Gate = (application) => {
	const said = new URLSearchParams(application.split('?')[1]?.replaceAll('+', '%2B'));
	if (said.get('user') === null) return '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ';
	const response = said.get('response');
	if (response === null)
		return '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=ann&salt=SALT&challenge=C1==&opaque=OPAQUE==';
	const hash = md5(`annSALTp@ss`, 'base64');
	const right = md5(`${hash}OPAQUE==${said.get('challenge')}`, 'base64');
	if (said.get('opaque') === 'OPAQUE==' && response === right) return undefined;
	return '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=OPAQUE==';
};

const limelight: Gate = (application) => {
	const said = new URLSearchParams(application.split('?')[1]);
	if (said.get('user') === null) return '[ code=403 need auth; authmod=llnw ]';
	const response = said.get('response');
	if (response === null) return '[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=NONCE==';
	const [who, what] = [md5('ann:live:p@ss', 'hex'), md5('publish:/live/_definst_', 'hex')];
	const right = md5(`${who}:NONCE==:${said.get('nc')}:${said.get('cnonce')}:auth:${what}`, 'hex');
	return response === right ? undefined : '[ authmod=llnw ] : ?reason=authfailed';
};

let server: GateServer | undefined;
afterEach(() => server?.close());

async function open(gate: Gate, credentials: string): Promise<string> {
	server = await GateServer.create(gate);
	const target = parseRtmpTarget(`rtmp://${credentials}127.0.0.1:${server.port}/live`);
	const options = {
		target,
		streamKey: 'key',
		addresses: undefined,
		streams: [],
		tracks: [],
		allowRedirect: () => expect.unreachable(),
		dropped() {},
		started() {},
	};
	try {
		const session = await RtmpSession.open(options, 10_000, new AbortController().signal);
		await session.close();
		return 'published';
	} catch (error) {
		return (error as Error).message;
	}
}

describe.each([
	['Adobe', adobe],
	['Limelight', limelight],
] as const)('a server with the scheme of %s', (_name, gate) => {
	it('accepts a user with the password', async () => {
		expect(await open(gate, 'ann:p%40ss@')).toBe('published');
	});

	it('refuses others, and what is missing or wrong is said', async () => {
		expect(await open(gate, 'ann:wrong@')).toMatch(/refused the user and the password of the url: they are wrong/);
		expect(await open(gate, '')).toMatch(/it wants them, put them in front of the host/);
	});
});

it('leaves refusals for other reasons alone', () => {
	const target = parseRtmpTarget('rtmp://ann:p@live.example.com/app');
	expect(credentialsFor(target, 'NetConnection.Connect.Rejected: no such application')).toBeUndefined();
	expect(() => credentialsFor(target, '[ authmod=adobe ] : ?reason=nosuchuser')).toThrow('there is no such user');
});
