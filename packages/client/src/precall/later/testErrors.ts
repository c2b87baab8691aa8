import { CLIENT_ERRORS } from '../../errors/clientErrors.ts';
import { PreCallTestError, type PreCallTestErrorCode } from '../PreCallTestError.ts';

/** What a pre-call test can fail with beside the errors of cameras and microphones. */
const OWN = {
	ERROR_CAMERA_CONSTRAINT_NOT_SATISFIED: 'The camera has no such size or frame rate',
	ERROR_MICROPHONE_CONSTRAINT_NOT_SATISFIED: 'The microphone has no such sound',
	ERROR_VIDEO_SOURCE_INITIATION_FAILED: 'The camera could not be opened',
	ERROR_AUDIO_SOURCE_INITIATION_FAILED: 'The microphone could not be opened',
	ERROR_PRECALL_INVALID_CONFIG: 'An option of the pre-call test is not valid',
	ERROR_PRECALL_INVALID_TOKEN: 'The token is missing, or the server does not accept it',
	ERROR_PRECALL_MEDIA_CHECK_FAILED: 'Neither the camera nor the microphone can be used',
	ERROR_PRECALL_TEST_FAILED: 'The connection to the server could not be tested',
} as const satisfies Partial<Record<PreCallTestErrorCode, string>>;

/** Of {@link CLIENT_ERRORS}, those of devices. */
const OF_DEVICES = [
	'ERROR_CAMERA_NOT_FOUND',
	'ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED',
	'ERROR_CAMERA_IN_USE',
	'ERROR_WEBCAM_TRACK_ENDED',
	'ERROR_INVALID_CUSTOM_VIDEO_TRACK',
	'ERROR_MICROPHONE_NOT_FOUND',
	'ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED',
	'ERROR_MICROPHONE_IN_USE',
	'ERROR_MICROPHONE_TRACK_ENDED',
	'ERROR_INVALID_CUSTOM_AUDIO_TRACK',
] as const satisfies PreCallTestErrorCode[];

/** @param details what is particular: the option, its value and what is allowed */
export function testError(code: PreCallTestErrorCode, details?: string, cause?: unknown): PreCallTestError {
	const text = Object.hasOwn(OWN, code)
		? OWN[code as keyof typeof OWN]
		: CLIENT_ERRORS[code as (typeof OF_DEVICES)[number]].message;
	const message = details === undefined ? `${text}.` : `${text}: ${details}`;
	return new PreCallTestError(code, message, cause === undefined ? undefined : { cause });
}

/** The error of a camera or microphone as one of a test. */
export function deviceError(name: string, fallback: PreCallTestErrorCode, cause: unknown): PreCallTestError {
	return testError(OF_DEVICES.find((one) => one === name) ?? fallback, undefined, cause);
}
