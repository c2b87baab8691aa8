import { expect, it } from 'vitest';
import { maskedKey, shownUrl } from './shown.ts';

it.each([
	['rtmp://a.example/live2', 'abc', 'rtmp://a.example/live2'],
	['rtmp://a.example/live2?auth=secret&x=1', 'abc', 'rtmp://a.example/live2'],
	['rtmps://a.example:443/app/k%2Fey', 'k/ey', 'rtmps://a.example:443/app/****'],
	['rtmp://a.example/app/key', 'key', 'rtmp://a.example/app/****'],
])('%s with the key %s is shown as %s', (url, streamKey, shown) => {
	expect(shownUrl({ url, streamKey })).toBe(shown);
});

it('shows the end of a stream key only where that tells nothing', () => {
	expect(maskedKey('live_0123456789_abcd')).toBe('****abcd');
	expect(maskedKey('0123456789abcde')).toBe('****');
});
