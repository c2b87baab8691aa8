import { describe, expect, it } from 'vitest';
import { captureError } from './captureErrors.ts';
import { MeetingError } from './MeetingError.ts';

const thrown = (name: string, message = '') => new DOMException(message, name);

describe('captureError', () => {
	it.each([
		['NotAllowedError', 'camera', 3017],
		['NotAllowedError', 'microphone', 3018],
		['NotAllowedError', 'screen', 3016],
		['NotFoundError', 'camera', 3021],
		['NotFoundError', 'microphone', 3022],
		['OverconstrainedError', 'camera', 3021],
		['NotReadableError', 'camera', 3023],
		['NotReadableError', 'microphone', 3024],
		['TypeError', 'camera', 3011],
		['SecurityError', 'microphone', 3012],
		['InvalidStateError', 'screen', 3013],
		['NotReadableError', 'screen', 3013],
		['AbortError', 'screen', 3013],
	] as const)('%s of the %s is %i', (name, source, code) => {
		const error = captureError(thrown(name, 'why'), source);
		expect(error).toMatchObject({ code, message: expect.stringContaining('why') });
		expect(error.cause).toMatchObject({ name });
	});

	it('knows when the operating system refused', () => {
		expect(captureError(thrown('NotAllowedError', 'Permission denied by system'), 'camera')).toMatchObject({
			code: 3019,
			name: 'ERROR_CAMERA_PERMISSION_DENIED_BY_OS',
		});
		expect(captureError(thrown('NotAllowedError', 'Permission denied by system'), 'microphone').code).toBe(3020);
		expect(captureError(thrown('NotAllowedError', 'Permission denied by system'), 'screen').code).toBe(3013);
	});

	it('leaves an error alone that is one of ours already', () => {
		const error = MeetingError.of('ERROR_MICROPHONE_IN_USE');
		expect(captureError(error, 'camera')).toBe(error);
	});
});
