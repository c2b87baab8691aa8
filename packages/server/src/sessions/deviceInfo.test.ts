import { describe, expect, it } from 'vitest';
import { deviceInfo } from './deviceInfo.ts';

const AGENTS = [
	[
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
		['Chrome', '140.0.0.0', 'Linux', 'unknown', 'desktop'],
	],
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.1.0',
		['Edge', '140.0.1.0', 'Windows', '10.0', 'desktop'],
	],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
		['Safari', '18.1', 'macOS', '10.15.7', 'desktop'],
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
		['Safari', '17.5', 'iOS', '17.5', 'mobile'],
	],
	[
		'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36',
		['Chrome', '139.0.0.0', 'Android', '14', 'mobile'],
	],
	[
		'Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
		['Chrome', '139.0.0.0', 'Android', '13', 'tablet'],
	],
	[
		'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
		['Firefox', '128.0', 'Linux', 'unknown', 'desktop'],
	],
	['curl/8.5.0', ['unknown', 'unknown', 'unknown', 'unknown', 'desktop']],
] as const;

describe('deviceInfo', () => {
	it.each(AGENTS)('reads %s', (agent, [browser, version, os, osVersion, platform]) => {
		expect(deviceInfo(agent, '@roomcast/client/0.1.0')).toEqual({
			sdkType: '@roomcast/client',
			sdkVersion: '0.1.0',
			platform,
			browserUserAgent: {
				browser: { name: browser, version },
				os: { name: os, version: osVersion },
				platform: { type: platform },
			},
		});
	});

	it('says what it does not know', () => {
		expect(deviceInfo(null, null)).toMatchObject({ sdkType: 'unknown', sdkVersion: 'unknown', platform: 'unknown' });
		expect(deviceInfo('', 'mine')).toMatchObject({ sdkType: 'mine', sdkVersion: 'unknown' });
	});
});
