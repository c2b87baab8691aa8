import type { Logger } from 'pino';
import type { Bus } from '../cluster/bus/Bus.ts';
import type { Homes } from '../cluster/homes/Homes.ts';
import type { Heartbeat } from './alive/Heartbeat.ts';
import type { Drain } from './Drain.ts';
import type { SessionHost } from './host/SessionHost.ts';
import type { SessionRegistry } from './host/SessionRegistry.ts';

export interface HandOverOptions {
	readonly bus: Bus;
	readonly homes: Homes;
	readonly registry: Pick<SessionRegistry, 'hosts' | 'takeFrom'>;
	readonly heartbeat: Pick<Heartbeat, 'runId' | 'others'>;
	readonly drain: Pick<Drain, 'started' | 'useHandOver'>;
	/** Whether something is recorded or streamed of a session: that cannot go with it. */
	staysHere(sessionId: string): boolean;
	readonly logger: Logger;
}

/** Sessions on their way from one node to another. */
export class HandOver {
	readonly #options: HandOverOptions;

	constructor(options: HandOverOptions) {
		this.#options = options;
		const { bus, homes, registry, drain } = options;
		drain.useHandOver(() =>
			this.handOver().catch((error) => options.logger.warn({ err: error }, 'sessions could not be handed over yet')),
		);
		bus.serve('take-session', async ({ sessionId, from }) => ({
			taken: !drain.started && (await registry.takeFrom(from, sessionId)),
		}));
		bus.serve('give-up-rooms', async ({ rooms }) => {
			for (const room of rooms) homes.giveUp(room);
			return {};
		});
	}

	/** Tells a node that seemed dead, and may only have lost the database, what was taken from it. */
	tell(runId: string, rooms: readonly string[]): void {
		// One that is dead does not answer.
		this.#options.bus.request(runId, 'give-up-rooms', { rooms: [...rooms] }).catch(() => {});
	}

	/**
	 * Hands the sessions of this node to others, which take turns, and sends their clients there. A session that is
	 * recorded or streamed stays until that ends.
	 */
	async handOver(): Promise<void> {
		const { registry, staysHere, heartbeat, logger } = this.#options;
		const others = (await heartbeat.others()).map(({ id }) => id);
		for (const host of registry.hosts) {
			if (host.closed || staysHere(host.sessionId)) continue;
			if (!host.begun) {
				// Nobody is in: those who wait ask again where they are let in.
				if (others.length > 0) host.abandon();
				continue;
			}
			for (let tries = others.length; tries > 0; tries--) {
				const nodeId = others.shift() as string;
				others.push(nodeId);
				if (await this.#hand(host, nodeId)) break;
			}
		}
		const left = registry.hosts.length;
		if (left > 0) logger.info({ sessions: left }, 'sessions stay until they or their recordings and streams end');
	}

	async #hand({ sessionId, room }: SessionHost, nodeId: string): Promise<boolean> {
		const { bus, homes, heartbeat, logger } = this.#options;
		try {
			const { taken } = await bus.request(nodeId, 'take-session', { sessionId, from: heartbeat.runId });
			if (!taken) return false;
		} catch (error) {
			logger.warn({ err: error, sessionId, nodeId }, 'a node did not take a session over');
			// It may have done so all the same: the database knows.
			await homes.sweep();
			return false;
		}
		homes.giveUp(room.id);
		return true;
	}
}
