import { may } from '@roomcast/contract/policy/decide';
import type { Parameters } from '../parameters/table.ts';

type Offers = Pick<
	Parameters,
	'hlsEnabled' | 'participantCanToggleHls' | 'liveStreamEnabled' | 'participantCanToggleLivestream'
>;

/** What a person is offered to stream. */
export interface StreamOffers {
	readonly hls: boolean;
	readonly livestream: boolean;
}

/** What a token and a link together offer to stream. The server has the last word. */
export function mayStream(permissions: readonly string[], offers: Offers): StreamOffers {
	return {
		hls: may('call.hls', { permissions }) && offers.hlsEnabled && offers.participantCanToggleHls,
		livestream:
			may('call.livestream', { permissions }) && offers.liveStreamEnabled && offers.participantCanToggleLivestream,
	};
}
