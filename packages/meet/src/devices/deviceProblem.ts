/** The devices that a person gives to a call. */
export type CaptureKind = 'camera' | 'microphone';

/** Why there is no camera or microphone, and what its owner can do. */
export interface DeviceProblem {
	readonly reason: 'denied' | 'denied-by-system' | 'missing' | 'busy' | 'unavailable' | 'stopped' | 'unknown';
	readonly title: string;
	readonly help: string;
}

type Reason = DeviceProblem['reason'];

/** Numbers of the SDK's capture errors (3011–3059). */
const REASONS: Readonly<Record<number, Reason>> = {
	3014: 'denied',
	3015: 'denied',
	3017: 'denied',
	3018: 'denied',
	3019: 'denied-by-system',
	3020: 'denied-by-system',
	3021: 'missing',
	3022: 'missing',
	3051: 'missing',
	3059: 'missing',
	3023: 'busy',
	3024: 'busy',
	3026: 'busy',
	3027: 'stopped',
	3028: 'stopped',
	3033: 'unavailable',
	3034: 'unavailable',
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
