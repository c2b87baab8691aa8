import type { Meeting } from '@roomcast/client';
import { listen } from '../hooks/listen.ts';

const CHANGES = ['entry-requested', 'entry-responded', 'entry-request-ended', 'meeting-state-changed'] as const;

/** Calls back whenever who waits to be let in may have changed; the returned function stops it. */
export function onKnockChange(meeting: Pick<Meeting, 'on' | 'off'>, changed: () => void): () => void {
	return listen(meeting, CHANGES, changed);
}
