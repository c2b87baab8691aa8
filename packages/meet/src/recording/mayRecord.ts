import { may } from '@roomcast/contract/policy/decide';
import type { Parameters } from '../parameters/table.ts';

type Offers = Pick<Parameters, 'recordingEnabled' | 'participantCanToggleRecording'>;

/** Whether a token and a link together offer to record. The server has the last word. */
export function mayRecord(permissions: readonly string[], offers: Offers): boolean {
	return may('call.record', { permissions }) && offers.recordingEnabled && offers.participantCanToggleRecording;
}
