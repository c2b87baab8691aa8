import type { Bus } from '../../cluster/bus/Bus.ts';
import { BusError } from '../../cluster/bus/BusError.ts';
import type { Forwarding } from './forwardRequests.ts';

/** ms that another node has to answer: starting a recording may take 20 s there. */
const ANSWER_WITHIN = 45_000;

/** Forwards by the bus. @param find as `Forwarding.find` */
export function busForwarding(bus: Bus, find: Forwarding['find']): Forwarding {
	return {
		find,
		forward: (nodeId, request) => bus.request(nodeId, 'http', request, ANSWER_WITHIN),
		isUnseen: (failure) => failure instanceof BusError && failure.failure === 'unreachable',
	};
}
