import { expect, it } from 'vitest';
import { refuseOtherSites } from './refuseOtherSites.ts';

const PUBLIC_URL = 'https://calls.example.com';
const asked = (origin: string | undefined, hostname: string) => () =>
	refuseOtherSites({ origin, hostname }, PUBLIC_URL);

it.each([
	[undefined, 'roomcast'],
	['http://localhost:8080', 'localhost'],
	['http://localhost:5173', 'localhost'],
	['http://a.localhost:8080', 'a.localhost'],
	['http://192.168.1.5:8080', '192.168.1.5'],
	['http://[::1]:8080', '[::1]'],
	['https://calls.example.com', 'calls.example.com'],
])('lets %s at %s', (origin, hostname) => {
	expect(asked(origin, hostname)).not.toThrow();
});

it.each([
	['https://elsewhere.example', 'localhost', /pages of https:\/\/elsewhere\.example cannot/],
	['null', 'localhost', /pages of null cannot/],
	['http://rebound.example:8080', 'rebound.example', /the host rebound\.example is not localhost, an IP address or/],
	['http://localhost.example', 'localhost.example', /the host localhost\.example is not/],
	['http://calls.example.com.evil.example', 'calls.example.com.evil.example', /the host calls/],
])('refuses %s at %s', (origin, hostname, says) => {
	expect(asked(origin, hostname)).toThrow(says);
});
