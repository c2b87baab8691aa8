import type { TargetKind } from '@roomcast/contract';
import { describe, expect, it } from 'vitest';
import { targetFault } from './targetFault.ts';

/** Hosts that are wrong as they are written: private addresses in every notation, and names of networks. */
const HIDDEN = [
	'127.0.0.1',
	'127.1',
	'0x7f.1',
	'0177.0.0.1',
	'2130706433',
	'017700000001',
	'%31%32%37.0.0.1',
	'127.0.0.1.',
	'１２７.0.0.1',
	'0',
	'10.1.2.3',
	'172.16.0.1',
	'192.168.1.1',
	'100.100.100.200',
	'169.254.169.254',
	'0xa9fea9fe',
	'[::1]',
	'[::]',
	'[fe80::1]',
	'[fd00:ec2::254]',
	'[::ffff:127.0.0.1]',
	'[::ffff:a9fe:a9fe]',
	'[64:ff9b::10.0.0.1]',
	'[2002:7f00:1::]',
	'localhost',
	'LOCALHOST',
	'localhost.',
	'a.localhost',
	'ｌocalhost',
	'redis',
	'metadata.google.internal',
	'printer.local',
	'nas.home.arpa',
	'wiki.corp',
	'box.lan',
	'host.localdomain',
];
const PUBLIC = [
	'example.com',
	'EXAMPLE.com.',
	'local.example.com',
	'localhost.example.com',
	'xn--bcher-kva.example',
	'1.1.1.1',
	'[2606:4700:4700::1111]',
];
const KINDS: [TargetKind, (host: string) => string][] = [
	['webhook', (host) => `https://${host}/hook`],
	['template', (host) => `http://${host}:8080/page`],
	['upload', (host) => `https://${host}/?signature=a`],
	['storage', (host) => `https://${host}`],
	['livestream', (host) => `rtmp://${host}/live`],
	['livestream', (host) => `rtmps://${host}:443/live`],
];

describe.each(KINDS)('a URL for a %s', (kind, urlOf) => {
	it.each(HIDDEN)('may not name %s', (host) => {
		expect(targetFault(urlOf(host), kind, false)).toMatch(/is not a public address\. Allowed is an (http|rtmp) or/);
		expect(targetFault(urlOf(host), kind, true)).toBeUndefined();
	});

	it.each(PUBLIC)('may name %s', (host) => {
		expect(targetFault(urlOf(host), kind, false)).toBeUndefined();
	});

	it('has no other protocol, and credentials for RTMP alone, whatever the operator allows', () => {
		for (const allowed of [true, false]) {
			// RTMP servers ask for them, and the URL is where they are written.
			for (const user of ['user:password', 'user'])
				if (kind === 'livestream') expect(targetFault(urlOf(`${user}@example.com`), kind, allowed)).toBeUndefined();
				else expect(targetFault(urlOf(`${user}@example.com`), kind, allowed)).toContain('credentials');
			for (const url of ['ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com/', 'javascript:1'])
				expect(targetFault(url, kind, allowed)).toContain('it may begin with');
			expect(targetFault('nonsense', kind, allowed)).toContain('not a URL');
		}
	});
});

it('a URL of RTMP may lack a host, which is found', () => {
	for (const url of ['rtmp:///live', 'rtmp:live', 'rtmp://./live', 'rtmp://%00/live'])
		expect(targetFault(url, 'livestream', true), url).toMatch(/names no host|is not a URL/);
});
