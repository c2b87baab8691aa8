import { describe, expect, it } from 'vitest';
import { offerAt } from '../testing/offers.ts';
import { isLoopback, loopbackProblem } from './loopback.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
const CHROMIUM =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

describe('isLoopback', () => {
	it.each(['127.0.0.1', '127.8.9.10', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST', 'a.localhost'])(
		'%s is',
		(host) => expect(isLoopback(host)).toBe(true),
	);
	it.each(['128.0.0.1', '10.127.0.0', '127.example.com', 'localhost.example.com', '::2', 'fe80::1', ''])(
		'%s is not',
		(host) => expect(isLoopback(host)).toBe(false),
	);
});

describe('loopbackProblem', () => {
	it('names the address, and Firefox, where Firefox is on the machine of the server', () => {
		const problem = loopbackProblem(offerAt('127.0.0.1', '::1'), FIREFOX, 'localhost');
		expect(problem).toBe(
			'the server announces media on 127.0.0.1 only, and Firefox does not send to loopback addresses',
		);
	});

	it('names the address in any browser of another machine', () => {
		for (const browser of [FIREFOX, CHROMIUM])
			expect(loopbackProblem(offerAt('127.0.0.1'), browser, 'calls.example.com')).toBe(
				'the server announces media on 127.0.0.1 only, which is this machine, not the server',
			);
	});

	it('finds none in Chromium on the machine of the server, nor where another address is announced too', () => {
		expect(loopbackProblem(offerAt('127.0.0.1'), CHROMIUM, '127.0.0.1')).toBeUndefined();
		expect(loopbackProblem(offerAt('127.0.0.1', '192.0.2.7'), FIREFOX, 'localhost')).toBeUndefined();
		expect(loopbackProblem(offerAt('calls.example.com'), FIREFOX, 'localhost')).toBeUndefined();
		expect(loopbackProblem(offerAt(), FIREFOX, 'localhost')).toBeUndefined();
	});

	it('knows a mode that only receives', () => {
		expect(loopbackProblem({ ...offerAt('127.0.0.1'), sendTransport: null }, FIREFOX, 'localhost')).toContain(
			'Firefox',
		);
	});
});
