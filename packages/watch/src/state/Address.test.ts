import { expect, it } from 'vitest';
import { readAddress } from './Address.ts';

it.each([
	['/watch/abcd-efgh-ijkl', { kind: 'room', id: 'abcd-efgh-ijkl' }],
	['/watch/abcd-efgh-ijkl/', { kind: 'room', id: 'abcd-efgh-ijkl' }],
	['/watch/hls/0123', { kind: 'stream', id: '0123' }],
	['/watch/hls', { kind: 'room', id: 'hls' }],
	['/watch/', undefined],
	['/watch/a/b', undefined],
	['/meet/a', undefined],
	['/watch/%E0%A4%A', { kind: 'room', id: '%E0%A4%A' }],
])('%s', (path, address) => {
	expect(readAddress(path)).toEqual(address);
	expect(readAddress(`/our/calls${path}`, '/our/calls/')).toEqual(address);
});
