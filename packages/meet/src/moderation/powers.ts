import type { Parameters } from '../parameters/table.ts';

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
	const moderator = permissions.includes('allow_mod');
	return {
		mic: moderator && offers.participantCanToggleOtherMic,
		camera: moderator && offers.participantCanToggleOtherWebcam,
		mode: moderator && offers.participantCanToggleOtherMode,
		remove: moderator && offers.canRemoveOtherParticipant,
		pin: moderator && offers.canPin,
	};
}
