import { expect, it } from 'vitest';
import { shareProblem } from './shareProblem.ts';

it('says nothing when the person decided against sharing', () => {
	expect(shareProblem({ code: 3016, message: 'Permission denied' })).toBeUndefined();
});

it('tells real failures, and who refused', () => {
	expect(shareProblem({ code: 3013, message: 'The screen could not be captured: Could not start source' })).toMatch(
		/could not be shared/,
	);
	expect(
		shareProblem({ code: 3013, message: 'The screen could not be captured: Permission denied by system' }),
	).toMatch(/Your system/);
	expect(shareProblem({ code: 3061, message: 'The screen could not be published' })).toMatch(/could not be shared/);
	expect(shareProblem(undefined)).toMatch(/could not be shared/);
});
