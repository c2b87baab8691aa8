import { describe, expect, it } from 'vitest';
import { signallingUrl } from './url.ts';

describe('signallingUrl', () => {
	it.each([
		[undefined, 'https://meet.example.org/meet/x?y', 'wss://meet.example.org/signalling'],
		[undefined, 'http://localhost:8080/', 'ws://localhost:8080/signalling'],
		['api.example.org', 'https://app.example.org/', 'wss://api.example.org/signalling'],
		['localhost:8080', 'http://localhost:3000/', 'ws://localhost:8080/signalling'],
		['api.example.org', undefined, 'wss://api.example.org/signalling'],
		['https://example.org/rtc/', 'http://localhost/', 'wss://example.org/rtc/signalling'],
		['http://10.0.0.1:8080', 'http://localhost/', 'ws://10.0.0.1:8080/signalling'],
		['wss://example.org', undefined, 'wss://example.org/signalling'],
	])('%s on the page %s is %s', (base, page, url) => {
		expect(signallingUrl(base, page)).toBe(url);
	});

	it.each([[undefined], ['ftp://example.org'], ['http://']])('refuses %s without a page', (base) => {
		expect(() => signallingUrl(base, undefined)).toThrow(expect.objectContaining({ code: 3073 }));
	});
});
