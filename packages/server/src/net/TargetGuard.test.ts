import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TargetGuard, TargetRefused } from './TargetGuard.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };

/** A guard that knows some names. */
function guardOf(
	names: Record<string, LookupAddress[]>,
	allowPrivate = false,
	onRefused: (refused: TargetRefused) => void = () => {},
): TargetGuard {
	return new TargetGuard({
		allowPrivate,
		onRefused,
		resolve: async (hostname) => {
			const addresses = names[hostname];
			if (addresses === undefined) {
				const code = hostname.startsWith('silent.') ? 'ETIMEOUT' : 'ENOTFOUND';
				throw Object.assign(new Error(`queryA ${code} ${hostname}`), { code });
			}
			return addresses;
		},
	});
}

const NAMES: Record<string, LookupAddress[]> = {
	'example.com': [PUBLIC],
	'inside.example.com': [{ address: '10.0.0.7', family: 4 }],
	'both.example.com': [PUBLIC, { address: '::1', family: 6 }],
	'mapped.example.com': [{ address: '::ffff:192.168.0.1', family: 6 }],
};
const guard = guardOf(NAMES);

describe('the target guard', () => {
	it('lets public targets through, with the addresses that it checked', async () => {
		expect((await guard.check('https://example.com/hook', 'webhook')).addresses).toEqual([PUBLIC]);
		expect((await guard.check('http://1.1.1.1:8080/', 'webhook')).addresses).toEqual([
			{ address: '1.1.1.1', family: 4 },
		]);
	});

	it.each([
		['http://inside.example.com/', 'inside.example.com does not lead to a public address'],
		['http://both.example.com/', 'both.example.com does not lead to'],
		['http://mapped.example.com/', 'mapped.example.com does not lead to'],
		['http://127.0.0.1/', '127.0.0.1 is not a public address'],
		['http://0x7f.1/', '127.0.0.1 is not'],
		['http://017700000001/', '127.0.0.1 is not'],
		['http://[::1]/', '::1 is not'],
		['http://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe is not'],
		['https://user:password@example.com/', 'credentials'],
		['ftp://example.com/', 'begins with ftp:, it may begin with http:, https:'],
		['file:///etc/passwd', 'begins with file:'],
		['nonsense', 'not a URL'],
	])('refuses %s', async (url, message) => {
		const check = guard.check(url, 'webhook');
		await expect(check).rejects.toBeInstanceOf(TargetRefused);
		await expect(check).rejects.toThrow(message);
	});

	it('tells what a name leads to only to those who watch it', async () => {
		const refusals: TargetRefused[] = [];
		const watched = guardOf(NAMES, false, (refused) => refusals.push(refused));
		const error = await watched.check('http://inside.example.com/secret', 'webhook').catch((refused) => refused);
		expect(JSON.stringify([error.message, error.stack])).not.toContain('10.0.0.7');
		expect(error.message).not.toContain('secret');
		const refusal = { kind: 'webhook', host: 'inside.example.com', address: '10.0.0.7' };
		expect(refusals.map((refused) => refused.refusal)).toEqual([refusal]);
	});

	it('takes pages of this server as templates, and as nothing else', () => {
		const own = new TargetGuard({ allowPrivate: false, publicUrl: () => 'http://localhost:8080' });
		expect(own.fault('http://localhost:8080/meet/a', 'template')).toBeUndefined();
		expect(own.fault('http://localhost:8080/meet/a', 'webhook')).toBeInstanceOf(TargetRefused);
		expect(own.fault('http://localhost:8081/meet/a', 'template')).toBeInstanceOf(TargetRefused);
	});

	it('says the same of a name that is not there and of one that leads inside: both may be right in a minute', async () => {
		const refused = (host: string) =>
			guard.check(`https://${host}/`, 'webhook').catch(({ name, message, lasting }) => ({
				...{ name, lasting },
				message: message.replaceAll(host, 'HOST'),
			}));
		const inside = await refused('inside.example.com');
		expect(inside).toMatchObject({ name: 'TargetRefused', lasting: false });
		expect(await refused('missing.example.com')).toEqual(inside);
		expect(await refused('127.0.0.1')).toMatchObject({ lasting: true });
	});

	it('operators hear of names that lead inside where no answer reports them, and not of those that are not there', async () => {
		const unanswered: unknown[] = [];
		const watched = new TargetGuard({
			allowPrivate: false,
			onUnanswered: ({ refusal: { host } }, keyId) => unanswered.push([host, keyId]),
			resolve: async (hostname) => {
				if (hostname === 'inside.example.com') return [{ address: '10.0.0.7', family: 4 }];
				throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
			},
		});
		for (const host of ['inside.example.com', 'missing.example.com', '127.0.0.1'])
			await expect(watched.check(`https://${host}/`, 'webhook', 'key')).rejects.toThrow(host);
		await expect(watched.check('https://inside.example.com/', 'webhook')).rejects.toThrow();
		expect(unanswered).toEqual([
			['inside.example.com', 'key'],
			['127.0.0.1', 'key'],
		]);
	});

	it('passes on what DNS says when it does not know, and of names that are not there when private ones are allowed', async () => {
		for (const check of [
			guard.check('https://silent.example.com/', 'webhook'),
			guardOf({}, true).check('https://missing.example.com/', 'webhook'),
		]) {
			await expect(check).rejects.toThrow(/ETIMEOUT|ENOTFOUND/);
			await expect(check).rejects.not.toBeInstanceOf(TargetRefused);
		}
	});

	it('takes RTMP for livestreams', async () => {
		expect((await guard.check('rtmp://example.com/live', 'livestream')).url.port).toBe('');
		// A URL, though one of the web could not be.
		await expect(guard.check('rtmp:///live', 'livestream')).rejects.toThrow('names no host');
	});

	it('lets private targets through when the operator allows it', async () => {
		const open = guardOf({}, true);
		expect((await open.check('http://127.0.0.1/', 'webhook')).addresses).toEqual([{ address: '127.0.0.1', family: 4 }]);
	});

	it('connects to what it checked, although the name has moved meanwhile', async () => {
		const server = http.createServer((_request, response) => response.end('checked')).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		onTestFinished(() => void server.close());
		const names = { 'moving.example.com': [{ address: '127.0.0.1', family: 4 }] };
		const { port } = server.address() as AddressInfo;
		const target = await guardOf(names, true).check(`http://moving.example.com:${port}/`, 'webhook');
		names['moving.example.com'] = [{ address: '127.0.0.2', family: 4 }];
		const answer = await new Promise<string>((resolve, reject) => {
			const request = http.get(target.url, { lookup: target.lookup, agent: false }, async (response) => {
				resolve((await response.toArray()).join(''));
			});
			request.on('error', reject);
		});
		expect(answer).toBe('checked');
	});
});
