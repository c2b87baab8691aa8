import type { Meeting, Participant } from '@roomcast/client';
import { useEffect } from 'react';
import type { Notices } from '../notices/Notices.ts';

/** In a call of more people than this, who comes and goes is noise. */
const SMALL_CALL = 12;

/** Tells who comes and goes, who shares a screen, and when the connection is too weak for the camera. */
export function useNews(meeting: Meeting, notices: Notices): void {
	useEffect(() => {
		const small = () => meeting.participants.size < SMALL_CALL;
		const joined = (who: Participant) => small() && notices.tell(`${who.displayName} joined`);
		const left = (who: Participant) => small() && notices.tell(`${who.displayName} left`);
		const presenting = (id: string | null) => {
			const who = id === null ? undefined : meeting.participants.get(id);
			if (who !== undefined) notices.tell(`${who.displayName} is sharing their screen`);
		};
		const limited = ({ type, state }: { type: string; state: string }) => {
			if (state === 'detected') notices.warn(LIMITS[type] ?? 'Your picture is reduced for the moment');
		};
		const failed = ({ message }: { message: string }) => notices.warn(message);
		meeting.on('participant-joined', joined);
		meeting.on('participant-left', left);
		meeting.on('presenter-changed', presenting);
		meeting.on('quality-limitation', limited);
		meeting.on('error', failed);
		return () => {
			meeting.off('participant-joined', joined);
			meeting.off('participant-left', left);
			meeting.off('presenter-changed', presenting);
			meeting.off('quality-limitation', limited);
			meeting.off('error', failed);
		};
	}, [meeting, notices]);
}

const LIMITS: Readonly<Record<string, string>> = {
	bandwidth: 'Your connection is slow: the others see you less sharp',
	congestion: 'Your connection is unsteady: sound comes first now',
	cpu: 'This computer is busy: the others see you less sharp',
};
