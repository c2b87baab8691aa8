import { describe, expect, it } from 'vitest';
import { deviceProblem } from './deviceProblem.ts';

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
