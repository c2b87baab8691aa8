import { may } from '@roomcast/contract/policy/decide';
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
