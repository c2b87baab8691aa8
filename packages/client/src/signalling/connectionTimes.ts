import { backoff } from './backoff.ts';

/** How long a connection waits for what, in ms; tests choose others. */
export interface ConnectionTimes {
	/** A socket that does not welcome within this is given up. */
	welcome: number;
	/** A first connection that takes longer fails. */
	connect: number;
	/** A session that has no connection for longer is lost. */
	recover: number;
	/** A request after which nothing at all is heard for this long means that the socket is dead. */
	silence: number;
	/** A request that is not answered within this is rejected. */
	request: number;
	/** A socket that was opened ahead of a join is closed when none comes; the join opens another. */
	idle: number;
	/** What passes before an attempt to connect; attempts are counted from 0. */
	pause(attempt: number): number;
}

/** What holds in browsers. */
export const TIMES: ConnectionTimes = {
	welcome: 5000,
	connect: 15_000,
	recover: 120_000,
	silence: 10_000,
	request: 35_000,
	idle: 60_000,
	pause: backoff,
};
