import type { Meeting, MeetingError, Participant } from '@roomcast/client';
import { useEffect } from 'react';
import * as codes from '../errors/codes.ts';
import type { Notices } from '../meeting/Notices.ts';
import { liveProblem } from '../outputs/liveProblem.ts';

/** In a call of more people than this, who comes and goes is noise. */
const SMALL_CALL = 12;

const MEDIA_TROUBLE = 'Sound and picture do not get through right now. Trying again…';

/** Tells who comes and goes, who shares a screen, and what went wrong by itself. */
export function useNews(meeting: Meeting, notices: Notices): void {
	useEffect(() => {
		const small = () => meeting.participants.size < SMALL_CALL;
		const joined = (who: Participant) => small() && notices.tell(`${who.displayName} joined`);
		const left = (who: Participant) => small() && notices.tell(`${who.displayName} left`);
		const presenting = (id: string | null) => {
			const who = id === null ? undefined : meeting.participants.get(id);
			if (who !== undefined) notices.tell(`${who.displayName} is sharing their screen`);
		};
		const nameOf = (id: string) => meeting.participants.get(id)?.displayName ?? 'a moderator';
		const disabled = ({ kind, disabledBy }: { kind: 'mic' | 'webcam'; disabledBy: string }) =>
			notices.tell(
				kind === 'mic'
					? `You were muted by ${nameOf(disabledBy)}`
					: `Your camera was turned off by ${nameOf(disabledBy)}`,
			);
		const moved = ({ participantId, mode }: { participantId: string; mode: string }) => {
			if (participantId !== meeting.localParticipant.id) return;
			notices.tell(
				mode === 'SEND_AND_RECV' ? 'You can use your microphone and camera now' : 'You are in the audience now',
			);
		};
		const failed = (error: MeetingError) => {
			const { code, message } = error;
			const streaming = liveProblem(error);
			// For debugging: what the server said.
			if (streaming !== undefined) console.warn(message);
			notices.warn(code === codes.ERROR_MEETING_MEDIA_CONNECTION_FAILED ? MEDIA_TROUBLE : (streaming ?? message));
		};
		meeting.on('participant-joined', joined);
		meeting.on('participant-left', left);
		meeting.on('presenter-changed', presenting);
		meeting.on('media-disabled', disabled);
		meeting.on('participant-mode-changed', moved);
		meeting.on('error', failed);
		return () => {
			meeting.off('participant-joined', joined);
			meeting.off('participant-left', left);
			meeting.off('presenter-changed', presenting);
			meeting.off('media-disabled', disabled);
			meeting.off('participant-mode-changed', moved);
			meeting.off('error', failed);
		};
	}, [meeting, notices]);
}
