import { expect, it } from 'vitest';
import { liveNews } from './outputNews.ts';

const id = '0123456789abcdef01234567';

it('reports a start and an end once, and who caused it', () => {
	expect(liveNews('HLS_STOPPED', { status: 'HLS_STARTING', id }, true)).toBeUndefined();
	expect(liveNews('HLS_STARTING', { status: 'HLS_STARTED', id }, true)).toBe('You are live on the web');
	expect(liveNews('HLS_STARTED', { status: 'HLS_PLAYABLE', id }, true)).toBeUndefined();
	expect(liveNews('HLS_PLAYABLE', { status: 'HLS_STOPPING', id }, true)).toBe('No longer live on the web');
	expect(liveNews('HLS_STOPPING', { status: 'HLS_STOPPED', id }, true)).toBeUndefined();
	expect(liveNews('LIVESTREAM_STARTING', { status: 'LIVESTREAM_STARTED', id }, false)).toBe(
		'This call is live on other services',
	);
});

it('leaves the words on a failure to the error', () => {
	const failed = { status: 'LIVESTREAM_STOPPED', id, reason: 'no output is left' } as const;
	expect(liveNews('LIVESTREAM_STARTED', failed, true)).toBeUndefined();
	expect(liveNews('LIVESTREAM_STARTING', failed, true)).toBeUndefined();
	expect(liveNews('LIVESTREAM_STARTED', { status: 'LIVESTREAM_STOPPED', id }, true)).toBe(
		'No longer live on other services',
	);
});
