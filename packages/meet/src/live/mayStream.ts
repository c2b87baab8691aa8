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
	const allowed = permissions.includes('allow_join') || permissions.includes('allow_mod');
	return {
		hls: allowed && offers.hlsEnabled && offers.participantCanToggleHls,
		livestream: allowed && offers.liveStreamEnabled && offers.participantCanToggleLivestream,
	};
}
