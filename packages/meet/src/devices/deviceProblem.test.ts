import { describe, expect, it } from 'vitest';
import { deviceProblem, shareProblem } from './deviceProblem.ts';

describe('deviceProblem', () => {
	it.each([
		['camera', 3017, 'denied', 'Camera is blocked'],
		['microphone', 3018, 'denied', 'Microphone is blocked'],
		['camera', 3019, 'denied-by-system', 'Camera is blocked by your system'],
		['camera', 3021, 'missing', 'No camera found'],
		['microphone', 3059, 'missing', 'No microphone found'],
		['camera', 3023, 'busy', 'Camera is in use'],
		['camera', 3033, 'unavailable', 'This page cannot use the camera'],
		['microphone', 3028, 'stopped', 'Microphone stopped'],
		['camera', 3011, 'unknown', 'Camera did not start'],
	] as const)('%s error %i is %s', (kind, code, reason, title) => {
		expect(deviceProblem(kind, { code })).toMatchObject({ reason, title });
	});

	it('has words for what is no error of the SDK', () => {
		expect(deviceProblem('camera', new Error('odd')).reason).toBe('unknown');
		expect(deviceProblem('camera', undefined).help).not.toBe('');
	});
});

describe('shareProblem', () => {
	it('says nothing when the person decided against sharing', () => {
		expect(shareProblem({ code: 3016, message: 'Permission denied' })).toBeUndefined();
	});

	it('reports real failures, and who refused', () => {
		expect(shareProblem({ code: 3013, message: 'The screen could not be captured: Could not start source' })).toMatch(
			/could not be shared/,
		);
		expect(
			shareProblem({ code: 3013, message: 'The screen could not be captured: Permission denied by system' }),
		).toMatch(/Your system/);
		expect(shareProblem({ code: 3061, message: 'The screen could not be published' })).toMatch(/could not be shared/);
		expect(shareProblem(undefined)).toMatch(/could not be shared/);
	});
});
