import type { ClientErrorName } from './clientErrors.ts';
import { MeetingError } from './MeetingError.ts';

/** What was to be captured. */
export type CaptureSource = 'camera' | 'microphone' | 'screen';

/** The failures of `getUserMedia` and `getDisplayMedia` (W3C Media Capture and Streams, 10.2), by exception name. */
const BY_EXCEPTION = new Map<string, Readonly<Record<CaptureSource, ClientErrorName>>>([
	[
		'NotAllowedError',
		{
			camera: 'ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED',
			microphone: 'ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED',
			screen: 'ERROR_GET_DISPLAY_MEDIA_PERMISSION_DENIED',
		},
	],
	[
		'NotFoundError',
		{
			camera: 'ERROR_CAMERA_NOT_FOUND',
			microphone: 'ERROR_MICROPHONE_NOT_FOUND',
			screen: 'ERROR_GET_DISPLAY_MEDIA',
		},
	],
	[
		'OverconstrainedError',
		{
			camera: 'ERROR_CAMERA_NOT_FOUND',
			microphone: 'ERROR_MICROPHONE_NOT_FOUND',
			screen: 'ERROR_GET_DISPLAY_MEDIA',
		},
	],
	[
		'NotReadableError',
		{
			camera: 'ERROR_CAMERA_IN_USE',
			microphone: 'ERROR_MICROPHONE_IN_USE',
			screen: 'ERROR_GET_DISPLAY_MEDIA',
		},
	],
	[
		'AbortError',
		{
			camera: 'ERROR_CAMERA_IN_USE',
			microphone: 'ERROR_MICROPHONE_IN_USE',
			screen: 'ERROR_GET_DISPLAY_MEDIA',
		},
	],
]);

const OTHERWISE: Record<CaptureSource, ClientErrorName> = {
	camera: 'ERROR_GET_VIDEO_MEDIA',
	microphone: 'ERROR_GET_AUDIO_MEDIA',
	screen: 'ERROR_GET_DISPLAY_MEDIA',
};

/** Screens have no number of their own for it: it is a failure, not the person's choice. */
const REFUSED_BY_SYSTEM: Record<CaptureSource, ClientErrorName> = {
	camera: 'ERROR_CAMERA_PERMISSION_DENIED_BY_OS',
	microphone: 'ERROR_MICROPHONE_PERMISSION_DENIED_BY_OS',
	screen: 'ERROR_GET_DISPLAY_MEDIA',
};

/**
 * Turns what the browser threw into a numbered error.
 *
 * @param error a `DOMException` of `getUserMedia` or `getDisplayMedia`, or anything else
 * @param source what was to be captured
 */
export function captureError(error: unknown, source: CaptureSource): MeetingError {
	if (error instanceof MeetingError) return error;
	const exception = error instanceof Error ? error.name : '';
	const message = error instanceof Error ? error.message : String(error);
	// Chromium says in the message, and only there, that it was not the person but the system that refused.
	if (exception === 'NotAllowedError' && /system/i.test(message))
		return MeetingError.of(REFUSED_BY_SYSTEM[source], message, error);
	return MeetingError.of(BY_EXCEPTION.get(exception)?.[source] ?? OTHERWISE[source], message || exception, error);
}

/** The error for a page that has no `navigator.mediaDevices`: it was loaded over plain HTTP. */
export function captureUnavailable(source: CaptureSource): MeetingError {
	if (source === 'camera') return MeetingError.of('ERROR_CAMERA_ACCESS_UNAVAILABLE');
	if (source === 'microphone') return MeetingError.of('ERROR_MICROPHONE_ACCESS_UNAVAILABLE');
	return MeetingError.of('ERROR_GET_DISPLAY_MEDIA', 'this browser or page cannot share the screen');
}
