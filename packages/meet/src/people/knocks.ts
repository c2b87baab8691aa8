import type { EntryRequested, Meeting } from '@roomcast/client';
import { useCallback } from 'react';
import { listen, sameItems, useSnapshot } from '../base/useSnapshot.ts';
import * as codes from '../errors/codes.ts';
import { useCall } from '../meeting/CallContext.ts';

/** Answers waiting guests. Failures become notices, except when somebody else answered first. */
export function useAnswer(): (knocks: readonly EntryRequested[], answer: 'allow' | 'deny') => void {
	const { notices } = useCall();
	return useCallback(
		(knocks, answer) => {
			for (const knock of knocks) {
				knock[answer]().catch((error: { code?: number }) => {
					if (error.code !== codes.RESPOND_ENTRY_FAILED) notices.warn(`${knock.name} could not be answered.`);
				});
			}
		},
		[notices],
	);
}

/** Who waits to be let in, in the order of asking; nobody for those who cannot let anybody in. */
export function useKnocks(meeting: Meeting): readonly EntryRequested[] {
	return useSnapshot(
		useCallback((changed) => onKnockChange(meeting, changed), [meeting]),
		useCallback(() => meeting.entryRequests, [meeting]),
		sameItems,
	);
}

const CHANGES = ['entry-requested', 'entry-responded', 'entry-request-ended', 'meeting-state-changed'] as const;

/** Calls back whenever who waits to be let in may have changed; the returned function stops it. */
export function onKnockChange(meeting: Pick<Meeting, 'on' | 'off'>, changed: () => void): () => void {
	return listen(meeting, CHANGES, changed);
}
