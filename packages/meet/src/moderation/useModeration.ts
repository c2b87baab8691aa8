import type { Participant } from '@roomcast/client';
import { useMemo } from 'react';
import { useCall } from '../call/CallContext.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { type Powers, powersOf } from './powers.ts';

/** What can be done to somebody else. None of it throws: failures become notices. */
export interface Moderation {
	readonly powers: Powers;
	mute(person: Participant): void;
	askToUnmute(person: Participant): void;
	turnCameraOff(person: Participant): void;
	askForCamera(person: Participant): void;
	pin(person: Participant, part: 'CAM' | 'SHARE', pinned: boolean): void;
	changeMode(person: Participant, mode: 'SEND_AND_RECV' | 'RECV_ONLY'): void;
	remove(person: Participant): void;
}

/** Moderation of this call. */
export function useModeration(): Moderation {
	const { meeting, notices } = useCall();
	const parameters = useParameters();
	return useMemo(() => {
		const attempt = (work: Promise<void>, what: string, done?: string) =>
			void work.then(
				() => done !== undefined && notices.tell(done),
				() => notices.warn(`${what} did not work.`),
			);
		return {
			powers: powersOf(meeting.permissions, parameters),
			mute: (person) => attempt(person.disableMic(), `Muting ${person.displayName}`),
			askToUnmute: (person) => attempt(person.enableMic(), 'Asking', `${person.displayName} was asked to unmute`),
			turnCameraOff: (person) => attempt(person.disableWebcam(), `Turning the camera of ${person.displayName} off`),
			askForCamera: (person) =>
				attempt(person.enableWebcam(), 'Asking', `${person.displayName} was asked to turn the camera on`),
			pin: (person, part, pinned) => attempt(pinned ? person.pin(part) : person.unpin(part), 'Pinning for everyone'),
			changeMode: (person, mode) => attempt(person.changeMode(mode), `Moving ${person.displayName}`),
			remove: (person) => attempt(person.remove(), `Removing ${person.displayName}`),
		};
	}, [meeting, notices, parameters]);
}
