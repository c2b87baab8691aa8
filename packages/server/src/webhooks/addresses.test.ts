import { expect, it } from 'vitest';
import { queueId, shownUrl } from './addresses.ts';

it.each([
	['https://example.com/hook?key=secret#x', 'https://example.com/hook'],
	['https://user:password@example.com:8443/a/b', 'https://example.com:8443/a/b'],
	['/moved', '/moved'],
])('%s is shown as %s', (url, shown) => {
	expect(shownUrl(url)).toBe(shown);
});

it('queues are apart for each key, room and URL', () => {
	const ids = [
		queueId('a', 'b', 'c'),
		queueId('a', null, 'c'),
		queueId('ab', '', 'c'),
		queueId('a', 'b', 'd'),
		queueId('x', 'b', 'c'),
	];
	expect(new Set(ids).size).toBe(5);
});
