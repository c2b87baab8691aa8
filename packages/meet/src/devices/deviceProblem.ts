import * as codes from '../errors/codes.ts';

/** The devices that a person gives to a call. */
export type CaptureKind = 'camera' | 'microphone';

/** Why there is no camera or microphone, and what its owner can do. */
export interface DeviceProblem {
	readonly reason: 'denied' | 'denied-by-system' | 'missing' | 'busy' | 'unavailable' | 'stopped' | 'unknown';
	readonly title: string;
	readonly help: string;
}

type Reason = DeviceProblem['reason'];

/** Errors with which the SDK refuses to open or loses a device. */
const REASONS: Readonly<Record<number, Reason>> = {
	[codes.ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED]: 'denied',
	[codes.ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED]: 'denied',
	[codes.ERROR_CAMERA_PERMISSION_DENIED_BY_OS]: 'denied-by-system',
	[codes.ERROR_MICROPHONE_PERMISSION_DENIED_BY_OS]: 'denied-by-system',
	[codes.ERROR_CAMERA_NOT_FOUND]: 'missing',
	[codes.ERROR_MICROPHONE_NOT_FOUND]: 'missing',
	[codes.ERROR_NO_WEBCAM_DEVICE_FOUND]: 'missing',
	[codes.ERROR_NO_MICROPHONE_DEVICE_FOUND]: 'missing',
	[codes.ERROR_CAMERA_IN_USE]: 'busy',
	[codes.ERROR_MICROPHONE_IN_USE]: 'busy',
	[codes.ERROR_WEBCAM_TRACK_ENDED]: 'stopped',
	[codes.ERROR_MICROPHONE_TRACK_ENDED]: 'stopped',
	[codes.ERROR_CAMERA_ACCESS_UNAVAILABLE]: 'unavailable',
	[codes.ERROR_MICROPHONE_ACCESS_UNAVAILABLE]: 'unavailable',
};

const NAMES: Record<CaptureKind, string> = { camera: 'Camera', microphone: 'Microphone' };

const MESSAGES: Record<Reason, (kind: CaptureKind) => { title: string; help: string }> = {
	denied: (kind) => ({
		title: `${NAMES[kind]} is blocked`,
		help: `Click the icon next to the address at the top of the window, allow the ${kind}, then try again.`,
	}),
	'denied-by-system': (kind) => ({
		title: `${NAMES[kind]} is blocked by your system`,
		help: `Open the privacy settings of your computer and let this browser use the ${kind}.`,
	}),
	missing: (kind) => ({
		title: `No ${kind} found`,
		help: `Plug one in, or join without it.`,
	}),
	busy: (kind) => ({
		title: `${NAMES[kind]} is in use`,
		help: 'Another program or tab uses it. Close that one, then try again.',
	}),
	stopped: (kind) => ({
		title: `${NAMES[kind]} stopped`,
		help: 'It was unplugged or removed. Choose another one, or try again.',
	}),
	unavailable: (kind) => ({
		title: `This page cannot use the ${kind}`,
		help: 'Browsers allow it only on https:// addresses and on localhost.',
	}),
	unknown: (kind) => ({
		title: `${NAMES[kind]} did not start`,
		help: 'Try again, or choose another one.',
	}),
};

/** Says in words why a camera or microphone could not be opened. Takes whatever the SDK rejected with. */
export function deviceProblem(kind: CaptureKind, error: unknown): DeviceProblem {
	const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
	const reason = REASONS[code] ?? 'unknown';
	return { reason, ...MESSAGES[reason](kind) };
}

/**
 * Says in words why the screen could not be shared. Takes whatever the SDK rejected with.
 *
 * @returns undefined when the person decided against it
 */
export function shareProblem(error: unknown): string | undefined {
	const { code, message } = Object(error) as { code?: unknown; message?: unknown };
	if (code === codes.ERROR_GET_DISPLAY_MEDIA_PERMISSION_DENIED) return undefined;
	// Chromium says it in the message alone when it was the system that refused.
	if (/denied by system/i.test(String(message)))
		return 'Your system does not let this browser share the screen. Allow it in the privacy settings of your computer.';
	return 'The screen could not be shared. Try again, or share another window.';
}
