import { describe, expect, it } from 'vitest';
import { type Destination, emptyDestination, flawsOf, outputOf } from './Destination.ts';

const other = (url: string, streamKey = 'key'): Destination => ({ id: 1, service: 'other', url, streamKey });

describe('a destination', () => {
	it('has the address of its service', () => {
		const { url, streamKey } = outputOf({
			...emptyDestination(1),
			service: 'twitch',
			url: 'ignored',
			streamKey: ' k ',
		});
		expect(url).toMatch(/^rtmps:\/\//);
		expect(streamKey).toBe('k');
	});

	it('has the address that was typed in where the service is another', () => {
		expect(outputOf(other(' rtmp://live.example/app '))).toEqual({ url: 'rtmp://live.example/app', streamKey: 'key' });
	});

	it('needs an address of RTMP and a key', () => {
		expect(flawsOf(other('rtmp://live.example/app'))).toEqual({});
		expect(flawsOf(other('RTMPS://live.example:443/app'))).toEqual({});
		for (const url of ['', 'https://live.example/app', 'rtmp://', 'rtmp://live example/app', 'live.example'])
			expect(flawsOf(other(url))).toHaveProperty('url');
		expect(flawsOf(other('rtmp://live.example/app', '  '))).toHaveProperty('streamKey');
		expect(flawsOf(emptyDestination(1))).toEqual({ streamKey: expect.any(String) });
	});
});
