import type { Reader } from './readers.ts';

/** How somebody takes part, and the old names of two of them. */
const MODES = {
	SEND_AND_RECV: 'SEND_AND_RECV',
	RECV_ONLY: 'RECV_ONLY',
	SIGNALLING_ONLY: 'SIGNALLING_ONLY',
	CONFERENCE: 'SEND_AND_RECV',
	VIEWER: 'SIGNALLING_ONLY',
} as const;

export type Mode = (typeof MODES)[keyof typeof MODES];

/** A mode by its name, in any case. */
export const mode: Reader<Mode> = (raw) => {
	const name = raw.trim().toUpperCase();
	if (Object.hasOwn(MODES, name)) return MODES[name as keyof typeof MODES];
	throw new Error(Object.keys(MODES).join(', '));
};
