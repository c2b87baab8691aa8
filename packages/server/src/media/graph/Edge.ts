import type { types } from 'mediasoup';
import type { RoomRouter } from './RoomRouter.ts';

/** What a participant sends: a stream or a data channel. */
export type Sent = types.Producer | types.DataProducer;

/** One stream, or one data channel, from the router that it is sent to on its way to another router of the session. */
export interface Pipe {
	readonly closed: boolean;
	/** Whether packets cross. They do not until it is asked for. */
	readonly flowing: boolean;
	/** Lets packets cross, or not; often what it does already. */
	flow(on: boolean): void;
	close(): void;
	/** Calls when it ends: because it is closed, what it carries has ended, or one of the routers is gone. */
	onClosed(listener: () => void): void;
}

/**
 * A way between two routers of a session, in both directions. What is on it, one machine or a network, is the matter of
 * the edge alone.
 */
export interface Edge {
	readonly closed: boolean;
	/**
	 * Makes what is sent to one end available at the other, under the same id.
	 *
	 * @param sent at the other end
	 * @throws Error when it has ended, or one of the routers is gone
	 */
	pipe(sent: Sent, to: RoomRouter): Promise<Pipe>;
	close(): void;
}

/** Builds the edge between two routers. */
export type Connect = (one: RoomRouter, other: RoomRouter) => Promise<Edge>;
