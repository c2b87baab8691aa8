import { useCall } from '../call/CallContext.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { mayStream, type StreamOffers } from './mayStream.ts';

/** What this person is offered to stream. */
export function useMayStream(): StreamOffers {
	return mayStream(useCall().meeting.permissions, useParameters());
}
