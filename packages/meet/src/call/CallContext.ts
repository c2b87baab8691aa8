import type { Meeting } from '@roomcast/client';
import { createContext, useContext } from 'react';
import type { Chime } from '../announcements/Chime.ts';
import type { AudioOutput } from '../audio/AudioOutput.ts';
import type { ChatLog } from '../chat/ChatLog.ts';
import type { Broadcaster } from '../live/Broadcaster.ts';
import type { Notices } from '../notices/Notices.ts';
import type { Recorder } from '../recording/Recorder.ts';
import type { CallView } from './CallView.ts';

/** What the parts of a running call share. */
export interface CallParts {
	readonly meeting: Meeting;
	readonly view: CallView;
	readonly notices: Notices;
	readonly output: AudioOutput;
	readonly chime: Chime;
	readonly recorder: Recorder;
	readonly broadcaster: Broadcaster;
	/** Undefined where the chat is not offered. */
	readonly chat: ChatLog | undefined;
}

export const CallContext = createContext<CallParts | undefined>(undefined);

/** The running call. */
export function useCall(): CallParts {
	const call = useContext(CallContext);
	if (call === undefined) throw new Error('useCall outside of a call');
	return call;
}
