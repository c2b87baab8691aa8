import { expect, it } from 'vitest';
import { maskedKey, shownUrl } from './shown.ts';

it.each([
	['rtmp://a.example/live2', 'abc', 'rtmp://a.example/live2'],
	['rtmp://a.example/live2?auth=secret&x=1', 'abc', 'rtmp://a.example/live2'],
	['rtmps://a.example:443/app/abcd%2F1234', 'abcd/1234', 'rtmps://a.example:443/app/****'],
	['rtmp://a.example/app/abcd-1234', 'abcd-1234', 'rtmp://a.example/app/****'],
	['rtmp://a.example/live', 'live', 'rtmp://a.example/live'],
	['rtmp://ann:p%40ss@a.example/live', 'abc', 'rtmp://a.example/live'],
	['rtmps://ann:p@ss@a.example/live?x=ann:y@z', 'abc', 'rtmps://a.example/live'],
])('%s with the key %s is shown as %s', (url, streamKey, shown) => {
	expect(shownUrl({ url, streamKey })).toBe(shown);
});

it('shows the end of a stream key only where that tells nothing', () => {
	expect(maskedKey('live_0123456789_abcd')).toBe('****abcd');
	expect(maskedKey('0123456789abcde')).toBe('****');
});
