import type { Parameters } from '../parameters/table.ts';

type Offers = Pick<Parameters, 'recordingEnabled' | 'participantCanToggleRecording'>;

/** Whether a token and a link together offer to record. The server has the last word. */
export function mayRecord(permissions: readonly string[], offers: Offers): boolean {
	const allowed = permissions.includes('allow_join') || permissions.includes('allow_mod');
	return allowed && offers.recordingEnabled && offers.participantCanToggleRecording;
}
