import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { Database } from './db/Database.ts';
import type { TargetGuard } from './net/TargetGuard.ts';
import type { QueueClock } from './queue/QueueClock.ts';
import type { SecurityLog } from './security/SecurityLog.ts';

/** What every part of a server is built with. Each `createX(core, …)` takes from it what its folder needs. */
export interface Core {
	readonly config: Config;
	readonly logger: Logger;
	/** The metrics of this process. */
	readonly registry: Registry;
	readonly security: SecurityLog;
	/** Which URLs from outside may be called. */
	readonly guard: TargetGuard;
	readonly database: Database;
	/** By which the items of queues are due. */
	readonly clock: QueueClock;
	/** Base of every link, without a slash at its end. Empty until the server listens, if no setting names it. */
	publicUrl(): string;
	/** The server answers on this port. */
	listensOn(port: number): void;
	/** What happens when the server closes, before what was added earlier. */
	onClose(close: () => Promise<void> | void): void;
}
