import { useCall } from '../call/CallContext.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { mayRecord } from './mayRecord.ts';

/** Whether this person is offered to record. */
export function useMayRecord(): boolean {
	return mayRecord(useCall().meeting.permissions, useParameters());
}
