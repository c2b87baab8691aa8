import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemFromError, problemFromLeaveReason, problemFromMedia } from './Problem.ts';
import { SCREENS } from './table.ts';

describe('problemFromError', () => {
	it.each([
		[4001, 'BAD_TOKEN'],
		[4002, 'BAD_TOKEN'],
		[4053, 'BAD_TOKEN'],
		[4003, 'ROOM_NOT_FOUND'],
		[4052, 'ROOM_DISABLED'],
		[4009, 'ROOM_FULL'],
		[4008, 'WRONG_PERMISSIONS'],
		[4022, 'WRONG_ROOM'],
		[4004, 'BAD_PARTICIPANT'],
		[4023, 'WRONG_PARTICIPANT'],
		[4024, 'WRONG_PERMISSIONS'],
		[4025, 'NOT_INVITED'],
		[4005, 'ID_TAKEN'],
		[6060, 'STAYS_REMOVED'],
		[6008, 'NO_TOKEN'],
		[6012, 'SERVER_BUSY'],
		[3044, 'MEDIA_BLOCKED'],
		[1102, 'CONNECTION_LOST'],
	])('shows %i as %s', (code, screen) => {
		expect(problemFromError({ code, message: 'why' })).toEqual({ screen, code, detail: 'why' });
	});

	it('keeps the rule that a token broke, for the people who mint them', () => {
		const error = Object.assign(new Error('Token is invalid or expired: expired 3 s ago'), { code: 4002 });
		expect(problemFromError(error).detail).toBe('Token is invalid or expired: expired 3 s ago');
	});

	it.each([undefined, null, 'broken', {}, new Error('odd'), { code: 'x' }, { code: 999999 }])(
		'has a page for %o too',
		(error) => {
			expect(problemFromError(error).screen).toBe('SOMETHING_WENT_WRONG');
		},
	);
});

describe('problemFromMedia', () => {
	it('blames the network only where the addresses of the server are no hindrance', () => {
		expect(problemFromMedia(undefined)).toEqual({ screen: 'MEDIA_BLOCKED', code: 3044 });
		expect(problemFromMedia('LOOPBACK')).toEqual({ screen: 'MEDIA_ON_LOOPBACK', code: 3044 });
	});

	it('names the setting to a developer', () => {
		expect(SCREENS.MEDIA_ON_LOOPBACK.text).toContain('ROOMCAST_MEDIA_ANNOUNCED_IP');
		expect(SCREENS.MEDIA_ON_LOOPBACK.text).not.toMatch(/network/i);
	});
});

describe('problemFromLeaveReason', () => {
	it.each([
		[1101, 'LEFT'],
		[1011, 'TAKEN_OVER'],
		[1002, 'REMOVED'],
		[1010, 'REMOVED'],
		[1006, 'ROOM_ENDED'],
		[1009, 'ROOM_ENDED'],
		[1001, 'CONNECTION_LOST'],
		[1102, 'CONNECTION_LOST'],
		[4242, 'CONNECTION_LOST'],
	])('shows %i as %s', (code, screen) => {
		expect(problemFromLeaveReason({ code, message: 'X' }).screen).toBe(screen);
	});

	it('takes a leave without a reason for one that was meant', () => {
		expect(problemFromLeaveReason(undefined)).toEqual({ screen: 'LEFT' });
	});
});

describe('SCREENS', () => {
	it('says something and ends its sentences', () => {
		for (const { title, text } of Object.values(SCREENS)) {
			expect(title).toMatch(/^[A-Z][^.]+$/);
			expect(text).toMatch(/[.]$/);
		}
	});
});

it('has every page in the documentation', () => {
	const page = readFileSync(new URL('../../../../docs/meet.md', import.meta.url), 'utf8');
	expect(Object.keys(SCREENS).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});
