import type { EntryRequested } from '@roomcast/client';
import { useCallback } from 'react';
import { useCall } from '../call/CallContext.ts';

/** "Somebody was quicker, or they are gone." */
const ANSWERED = 4059;

/** Answers waiting guests. Failures become notices, except when somebody else answered first. */
export function useAnswer(): (knocks: readonly EntryRequested[], answer: 'allow' | 'deny') => void {
	const { notices } = useCall();
	return useCallback(
		(knocks, answer) => {
			for (const knock of knocks) {
				knock[answer]().catch((error: { code?: number }) => {
					if (error.code !== ANSWERED) notices.warn(`${knock.name} could not be answered.`);
				});
			}
		},
		[notices],
	);
}
