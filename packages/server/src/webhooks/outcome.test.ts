import { expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';

const progress = { tries: 1, queuedAt: 0, now: 0 };
const answered = (status: number, more = {}) => outcomeOf({ kind: 'answered', status, ...more }, progress, 0);

it.each([200, 201, 204, 299])('%i is success', (status) => {
	expect(answered(status)).toEqual({ state: 'delivered', nextAt: null, status, error: null });
});

it.each([301, 304, 400, 401, 404, 408, 429, 500, 502, 504])('%i is tried again', (status) => {
	expect(answered(status)).toMatchObject({ state: 'pending', nextAt: 5_000, status, error: expect.any(String) });
});

it('410 is the end', () => {
	expect(answered(410)).toMatchObject({ state: 'disabled', nextAt: null, error: expect.stringContaining('410') });
});

it('a redirect says where to', () => {
	expect(answered(307, { location: 'http://10.0.0.1/' }).error).toBe(
		'redirects are not followed (to http://10.0.0.1/)',
	);
});

it('what is refused is not tried again; what was not answered is', () => {
	expect(outcomeOf({ kind: 'refused', reason: 'private' }, progress, 0)).toEqual({
		state: 'refused',
		nextAt: null,
		status: null,
		error: 'private',
	});
	expect(outcomeOf({ kind: 'unanswered', reason: 'reset' }, progress, 0)).toMatchObject({ state: 'pending' });
	expect(outcomeOf({ kind: 'unanswered', reason: 'reset' }, { ...progress, tries: 12 }, 0)).toEqual({
		state: 'failed',
		nextAt: null,
		status: null,
		error: 'reset',
	});
});
