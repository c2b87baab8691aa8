import { expect, it } from 'vitest';
import { templateAddress } from './templateAddress.ts';

const VISIT = {
	participantId: 'recorder-1',
	roomId: 'abcd-efgh-ijkl',
	token: 'made',
	own: false,
	composition: { layout: { type: 'SIDEBAR', priority: 'PIN', gridSize: 0 }, theme: 'LIGHT' },
} as const;
const query = (url: string) => Object.fromEntries(new URL(url).searchParams);

it('tells a page who it is, and keeps its other parameters', () => {
	expect(query(templateAddress('https://example.com/page?a=1&token=given&participantId=ann#top', VISIT))).toEqual({
		a: '1',
		token: 'given',
		participantId: 'recorder-1',
		meetingId: 'abcd-efgh-ijkl',
	});
	expect(templateAddress('https://example.com/page#top', VISIT)).toMatch(
		/^https:\/\/example\.com\/page\?.*token=made.*#top$/,
	);
});

it('tells our own page how it is to look', () => {
	const own = templateAddress('https://example.com/meet/abcd-efgh-ijkl?layoutPriority=SPEAKER', {
		...VISIT,
		own: true,
	});
	expect(query(own)).toEqual({
		layoutPriority: 'SPEAKER',
		participantId: 'recorder-1',
		meetingId: 'abcd-efgh-ijkl',
		token: 'made',
		isRecorder: 'true',
		layoutType: 'SIDEBAR',
		recordingTheme: 'LIGHT',
	});
});
