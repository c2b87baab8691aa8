import { may } from '@roomcast/contract/policy/decide';
import { useCall } from '../meeting/CallContext.ts';
import type { Parameters } from '../parameters/table.ts';
import { useParameters } from '../parameters/useParameters.ts';

type RecordingOffers = Pick<Parameters, 'recordingEnabled' | 'participantCanToggleRecording'>;

/** Whether a token and a link together offer to record. The server has the last word. */
export function mayRecord(permissions: readonly string[], offers: RecordingOffers): boolean {
	return may('call.record', { permissions }) && offers.recordingEnabled && offers.participantCanToggleRecording;
}

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

/** Whether this person is offered to record. */
export function useMayRecord(): boolean {
	return mayRecord(useCall().meeting.permissions, useParameters());
}

/** What this person is offered to stream. */
export function useMayStream(): StreamOffers {
	return mayStream(useCall().meeting.permissions, useParameters());
}
