import type { Mode } from '@roomcast/contract';

/** From the one that takes part least: a permission for one includes those before it. */
const MODES: readonly Mode[] = ['SIGNALLING_ONLY', 'RECV_ONLY', 'SEND_AND_RECV'];

/** Whether a mode takes part more than another. */
export function exceeds(mode: Mode, limit: Mode): boolean {
	return MODES.indexOf(mode) > MODES.indexOf(limit);
}

/** Of several modes the one that takes part least; `SEND_AND_RECV` of none. */
export function leastMode(modes: readonly Mode[]): Mode {
	return modes.reduce<Mode>((least, mode) => (exceeds(least, mode) ? mode : least), 'SEND_AND_RECV');
}
