import { describe, expect, it } from 'vitest';
import { RtmpRefused } from './connection.ts';
import { CredentialsRefused } from './credentials.ts';
import { describeFailure, isFinalFailure, reasonCodeOf } from './failure.ts';
import { ClosedOnPublish } from './publish.ts';
import { redact } from './redact.ts';
import { RedirectFailed, RedirectRefused } from './redirect.ts';
import { parseRtmpTarget } from './target.ts';

describe('parseRtmpTarget', () => {
	it('reads host, port and application', () => {
		expect(parseRtmpTarget('rtmp://live.example.com/app/instance')).toEqual({
			secure: false,
			host: 'live.example.com',
			port: 1935,
			application: 'app/instance',
			tcUrl: 'rtmp://live.example.com/app/instance',
			label: 'rtmp://live.example.com',
		});
		expect(parseRtmpTarget('RTMPS://live.example.com:8443/app/?room=1')).toMatchObject({
			secure: true,
			port: 8443,
			application: 'app?room=1',
		});
		expect(parseRtmpTarget('rtmps://[::1]/rtmp/')).toMatchObject({ host: '::1', port: 443, application: 'rtmp' });
	});

	it('takes a user and a password, and leaves them out of what others see', () => {
		expect(parseRtmpTarget('rtmp://ann:p%40ss%2Fword@live.example.com/app')).toEqual({
			secure: false,
			host: 'live.example.com',
			port: 1935,
			application: 'app',
			tcUrl: 'rtmp://live.example.com/app',
			label: 'rtmp://live.example.com',
			credentials: { user: 'ann', password: 'p@ss/word' },
		});
	});

	it('keeps all of what services put into the address, and writes names as DNS has them', () => {
		expect(parseRtmpTarget('rtmp://live.example.com/app/key#one?two')).toMatchObject({
			application: 'app/key#one?two',
			tcUrl: 'rtmp://live.example.com/app/key#one?two',
		});
		expect(parseRtmpTarget('rtmp://live.example.com/app?id=1#part')).toMatchObject({ application: 'app?id=1#part' });
		expect(parseRtmpTarget('rtmps://bücher.example:8443/app')).toMatchObject({
			host: 'xn--bcher-kva.example',
			tcUrl: 'rtmps://xn--bcher-kva.example:8443/app',
			label: 'rtmps://xn--bcher-kva.example:8443',
		});
		expect(() => parseRtmpTarget('rtmp://a%20b/app')).toThrow('names no host');
	});

	it.each(['http://host/app', 'rtmp://host', 'rtmp://host/', 'http://me:secret@host/app', 'nothing'])(
		'refuses %s without repeating it',
		(address) => {
			expect(() => parseRtmpTarget(address)).toThrow(TypeError);
			expect(() => parseRtmpTarget(address)).not.toThrow('secret');
		},
	);
});

describe('redact', () => {
	it('takes a key out, also as it looks in an address', () => {
		expect(redact('bad name a b/c?x: a%20b%2Fc%3Fx, a%20b/c?x', ['a b/c?x'])).toBe('bad name ***: ***, ***');
		expect(redact('nothing here', [''])).toBe('nothing here');
	});
});

describe('describeFailure', () => {
	const target = parseRtmpTarget('rtmp://live.example.com/app');
	const failure = (code: string, message = code) => Object.assign(new Error(message), { code });

	it('says what a person can act on', () => {
		expect(describeFailure(failure('ENOTFOUND'), target)).toBe(
			'rtmp://live.example.com: there is no host of this name',
		);
		expect(describeFailure(failure('ECONNREFUSED'), target)).toBe('rtmp://live.example.com: nothing listens there');
		expect(describeFailure(new AggregateError([failure('ECONNREFUSED')]), target)).toContain('nothing listens there');
		const untrusted = failure('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain');
		expect(describeFailure(untrusted, target)).toContain('its certificate is not valid: self-signed');
	});

	it.each([
		[failure('ENOTFOUND'), 'TARGET_UNREACHABLE'],
		[new AggregateError([failure('ECONNREFUSED')]), 'TARGET_UNREACHABLE'],
		[new Error('the connection was closed'), 'TARGET_UNREACHABLE'],
		[failure('SELF_SIGNED_CERT_IN_CHAIN'), 'TARGET_UNTRUSTED'],
		[new RtmpRefused('NetStream.Publish.BadName', 'no'), 'TARGET_REFUSED'],
		[new CredentialsRefused('authfailed'), 'TARGET_REFUSED'],
		[new ClosedOnPublish('it ended'), 'TARGET_REFUSED'],
		[new RedirectRefused('it is not a URL'), 'TARGET_INVALID'],
		[new RedirectFailed(target, new CredentialsRefused('authfailed')), 'TARGET_REFUSED'],
	] as const)('says for programs what %s is', (error, code) => {
		expect(reasonCodeOf(error)).toBe(code);
	});

	it('knows what another try would not change', () => {
		expect(isFinalFailure(failure('CERT_HAS_EXPIRED'))).toBe(true);
		expect(isFinalFailure(failure('ERR_TLS_CERT_ALTNAME_INVALID'))).toBe(true);
		expect(isFinalFailure(failure('ECONNREFUSED'))).toBe(false);
		expect(isFinalFailure(failure('ENOTFOUND'))).toBe(false);
	});
});
