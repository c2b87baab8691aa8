import { RoomcastError } from '@roomcast/contract';
import type { Core } from './Core.ts';
import type { Bus } from './cluster/bus/Bus.ts';
import type { Egress } from './egress/Egress.ts';
import { watchFinder } from './hls/watchFinder.ts';
import type { App } from './http/App.ts';
import { forwardDownloads } from './http/forward/forwardDownloads.ts';
import { forwardOverBus, serveOverBus } from './http/forward/overBus.ts';
import type { RoomService } from './rooms/service.ts';
import type { Sessions } from './sessions/createSessions.ts';
import { HandOver } from './sessions/HandOver.ts';

/** What the way to other nodes needs of other parts. */
export interface ClusterNeeds {
	/** Undefined when there are no other nodes. */
	readonly bus: Bus | undefined;
	readonly rooms: Pick<RoomService, 'idOf'>;
	readonly sessions: Pick<Sessions, 'homes' | 'heartbeat' | 'registry' | 'drain' | 'onTaken'>;
	readonly egress: Pick<Egress, 'service'>;
}

/**
 * Answers what other nodes forward, forwards to them what viewers ask for, and hands sessions over. Before the routes of
 * the app.
 */
export function registerCluster(app: App, { logger }: Core, { bus, rooms, sessions, egress }: ClusterNeeds): void {
	if (bus === undefined) return;
	serveOverBus(bus, app);
	const { homes, heartbeat, registry, drain } = sessions;
	const staysHere = (sessionId: string) => egress.service.captures.binds(sessionId);
	const handOver = new HandOver({ bus, homes, registry, heartbeat, drain, staysHere, logger });
	sessions.onTaken((runId, taken) => handOver.tell(runId, taken));
	forwardDownloads(app, {
		find: watchFinder({
			runId: heartbeat.runId,
			homes,
			findRoom: (roomId) => rooms.idOf(roomId),
			findCapture: (id) => egress.service.find(id),
		}),
		async fetch(nodeId, request) {
			try {
				return await forwardOverBus(bus, nodeId, request);
			} catch (cause) {
				throw new RoomcastError('SESSION_ELSEWHERE', 'the node that has the stream does not answer', { cause });
			}
		},
	});
}
