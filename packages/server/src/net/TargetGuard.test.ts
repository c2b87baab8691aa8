import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TargetGuard, TargetRefused } from './TargetGuard.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };

/** A guard that knows some names. */
function guardOf(names: Record<string, LookupAddress[]>, allowPrivate = false): TargetGuard {
	return new TargetGuard({
		allowPrivate,
		resolve: async (hostname) => {
			const addresses = names[hostname];
			if (addresses === undefined) throw new Error(`ENOTFOUND ${hostname}`);
			return addresses;
		},
	});
}

const guard = guardOf({
	'example.com': [PUBLIC],
	'inside.example.com': [{ address: '10.0.0.7', family: 4 }],
	'both.example.com': [PUBLIC, { address: '::1', family: 6 }],
	'mapped.example.com': [{ address: '::ffff:192.168.0.1', family: 6 }],
});

describe('the target guard', () => {
	it('lets public targets through, with the addresses that it checked', async () => {
		expect((await guard.check('https://example.com/hook')).addresses).toEqual([PUBLIC]);
		expect((await guard.check('http://1.1.1.1:8080/')).addresses).toEqual([{ address: '1.1.1.1', family: 4 }]);
	});

	it.each([
		['http://inside.example.com/', 'inside.example.com resolves to 10.0.0.7, which is not a public address'],
		['http://both.example.com/', 'both.example.com resolves to ::1'],
		['http://mapped.example.com/', 'resolves to ::ffff:192.168.0.1'],
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
		const check = guard.check(url);
		await expect(check).rejects.toBeInstanceOf(TargetRefused);
		await expect(check).rejects.toThrow(message);
	});

	it('passes on what DNS says of names that are not there: that is no refusal', async () => {
		const check = guard.check('https://missing.example.com/');
		await expect(check).rejects.toThrow('ENOTFOUND');
		await expect(check).rejects.not.toBeInstanceOf(TargetRefused);
	});

	it('takes other protocols when asked to', async () => {
		expect((await guard.check('rtmp://example.com/live', ['rtmp:', 'rtmps:'])).url.port).toBe('');
		// A URL, though one of the web could not be.
		await expect(guard.check('rtmp:///live', ['rtmp:'])).rejects.toThrow('names no host');
	});

	it('lets private targets through when the operator allows it', async () => {
		const open = guardOf({}, true);
		expect((await open.check('http://127.0.0.1/')).addresses).toEqual([{ address: '127.0.0.1', family: 4 }]);
	});

	it('connects to what it checked, although the name has moved meanwhile', async () => {
		const server = http.createServer((_request, response) => response.end('checked')).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		onTestFinished(() => void server.close());
		const names = { 'moving.example.com': [{ address: '127.0.0.1', family: 4 }] };
		const { port } = server.address() as AddressInfo;
		const target = await guardOf(names, true).check(`http://moving.example.com:${port}/`);
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
