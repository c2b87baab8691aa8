import type { Participant } from '@roomcast/client';
import { may } from '@roomcast/contract/policy/decide';
import { useMemo } from 'react';
import { useCall } from '../meeting/CallContext.ts';
import type { Parameters } from '../parameters/table.ts';
import { useParameters } from '../parameters/useParameters.ts';

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

/** What this person is offered to do to others. The server has the last word. */
export interface Powers {
	readonly mic: boolean;
	readonly camera: boolean;
	readonly mode: boolean;
	readonly remove: boolean;
	readonly pin: boolean;
}

type Offers = Pick<
	Parameters,
	| 'participantCanToggleOtherMic'
	| 'participantCanToggleOtherWebcam'
	| 'participantCanToggleOtherMode'
	| 'canRemoveOtherParticipant'
	| 'canPin'
>;

/** What a token and a link together offer. */
export function powersOf(permissions: readonly string[], offers: Offers): Powers {
	const caller = { permissions };
	const switches = may('call.switch-media', caller);
	return {
		mic: switches && offers.participantCanToggleOtherMic,
		camera: switches && offers.participantCanToggleOtherWebcam,
		mode: may('call.change-mode-of-others', caller) && offers.participantCanToggleOtherMode,
		remove: may('call.remove', caller) && offers.canRemoveOtherParticipant,
		// Everybody who takes part may; it is offered to those who look after the call.
		pin: switches && may('call.pin', caller) && offers.canPin,
	};
}
