import type { Meeting } from '@roomcast/client';
import { createContext, useContext } from 'react';
import type { AudioOutput } from './AudioOutput.ts';
import type { CallView } from './CallView.ts';
import type { Chime } from './Chime.ts';
import type { Notices } from './Notices.ts';

/** What the features of a running call share. */
export interface CallParts {
	readonly meeting: Meeting;
	readonly view: CallView;
	readonly notices: Notices;
	readonly output: AudioOutput;
	readonly chime: Chime;
}

export const CallContext = createContext<CallParts | undefined>(undefined);

/** The running call. */
export function useCall(): CallParts {
	const call = useContext(CallContext);
	if (call === undefined) throw new Error('useCall outside of a call');
	return call;
}
