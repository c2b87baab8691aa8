import type { Mode } from '@roomcast/contract';
import type { DetachCause } from './HostParticipant.ts';

/** ms that a participant without connection is waited for. */
export const RESUME_WINDOW = 30_000;
/**
 * ms after which a participant is gone whose client closed the connection and whose media is silent as well: a page
 * that was killed. Longer than a short break of the WebSocket alone, shorter than the 20 s that others should see a
 * dead tile.
 */
const DEAD_AFTER = 14_000;

/** What tells how long somebody is waited for. */
export interface Absentee {
	readonly mode: Mode;
	/** Whether the client answers on its transports; undefined while there are none. */
	readonly media: { readonly connected: boolean } | undefined;
}

/**
 * How long somebody without connection is waited for, in ms.
 *
 * A connection that is closed may be a page that was killed or a WebSocket that broke alone: only media tells them apart.
 * Who has media and does not answer on it is dead. Who takes part without media shows the others nothing that could
 * be dead, and has the whole time. A connection that fell silent was not closed by the death of a page.
 */
export function resumeWindow({ mode, media }: Absentee, cause: DetachCause): number {
	const silent = mode !== 'SIGNALLING_ONLY' && media?.connected !== true;
	return cause === 'closed' && silent ? DEAD_AFTER : RESUME_WINDOW;
}
