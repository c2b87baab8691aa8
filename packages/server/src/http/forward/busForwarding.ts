import type { Bus } from '../../cluster/bus/Bus.ts';
import { BusError } from '../../cluster/bus/BusError.ts';
import type { Forwarding } from './forwardRequests.ts';
import { forwardOverBus } from './overBus.ts';

/** Forwards by the bus. @param find as `Forwarding.find` */
export function busForwarding(bus: Bus, find: Forwarding['find']): Forwarding {
	return {
		find,
		forward: (nodeId, request) => forwardOverBus(bus, nodeId, request),
		isUnseen: (failure) => failure instanceof BusError && failure.failure === 'unreachable',
	};
}
