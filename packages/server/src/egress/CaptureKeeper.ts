import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { LEVEL_OF } from '../log/BlamedError.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import { RESUME_WINDOW } from '../sessions/host/resumeWindow.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import { epochMs } from '../time/clock.ts';
import { blameOf } from './blameOf.ts';
import type { CaptureFinisher } from './CaptureFinisher.ts';
import type { CaptureLog } from './CaptureLog.ts';
import type { Captures } from './Captures.ts';
import type { ComposerPool } from './ComposerPool.ts';
import type { OutputKinds } from './OutputKinds.ts';
import type { PartJoiner } from './PartJoiner.ts';
import { partsOf } from './parts/partStore.ts';
import type { StoredCapture } from './StoredCapture.ts';
import {
	capturesLeftTo,
	findCapture,
	lostCaptures,
	openElsewhere,
	orphanedCaptures,
	reviveCaptures,
	strayCaptures,
	takeCapture,
} from './store.ts';

/** The sessions of this process. */
export interface KeptSessions {
	readonly hosts: readonly SessionHost[];
	/** Whether a session of a server that died may continue here. */
	awaits(sessionId: string): boolean;
	/** Take over what servers that died left open. */
	recover(): Promise<void>;
	/** Hear of every session that is opened here. */
	onOpened(listener: (host: SessionHost) => void): void;
}

export interface CaptureKeeperOptions {
	readonly database: Database;
	readonly captures: Captures;
	readonly kinds: OutputKinds;
	readonly finisher: CaptureFinisher;
	readonly joiner: Pick<PartJoiner, 'ahead' | 'leave'>;
	readonly log: CaptureLog;
	readonly pool: ComposerPool;
	readonly sessions: KeptSessions;
	readonly nodeId: string;
	readonly runId: string;
	/** Where parts are written on this node: a folder for each capture. */
	readonly folder: string;
	/** Whether captures continue on the node that continues their session. */
	readonly inCluster: boolean;
	/** Gets what other nodes have of a capture that runs here now. */
	collect(capture: StoredCapture): void;
	/** A capture was found that ran without its session. */
	onStray(): void;
	/** The first participant is in: start what its room wants recorded. */
	onBegun(host: SessionHost, failed: (error: unknown) => void): void;
	readonly logger: Logger;
}

/** ms between two looks for captures without a server. */
const INTERVAL = 5_000;
/** ms from the end of a session until what was recorded of it by a node that is gone is abandoned. */
const LOST_AFTER = 10 * 60_000;
const LOST = 'the server that recorded it is gone; what it recorded is on the disk of that server';

/**
 * Ties captures to sessions: they end when a session does or when somebody leaves, and what a server that died left
 * continues with the session, or is finished.
 */
export class CaptureKeeper {
	readonly #options: CaptureKeeperOptions;
	/** What waits for its session to continue. */
	readonly #orphans = new Map<string, StoredCapture>();
	/** When each of these was taken over, by `awakeMs`. */
	readonly #takenAt = new Map<string, number>();
	/** Ids of what looked as if its end was lost. */
	#suspects: ReadonlySet<string> = new Set();
	readonly #timer: NodeJS.Timeout;
	#recovering: Promise<void> | undefined;
	/** One after the other: a long recording takes a while, and no start waits for it. */
	#finishing: Promise<void> = Promise.resolve();
	/** Ids of what waits for that. */
	readonly #toFinish = new Set<string>();
	#revived = false;
	#closed = false;

	constructor(options: CaptureKeeperOptions) {
		this.#options = options;
		options.sessions.onOpened((host) => this.#follow(host));
		this.#timer = setInterval(() => {
			this.recover().catch((error) => options.logger.error({ err: error }, 'captures could not be taken over'));
		}, INTERVAL);
		this.#timer.unref();
	}

	/**
	 * Takes over what a server of this node left. What has nothing to wait for is finished from here on, what waits for its
	 * session is repaired: neither holds up the caller.
	 */
	recover(): Promise<void> {
		this.#recovering ??= this.#recover().finally(() => {
			this.#recovering = undefined;
		});
		return this.#recovering;
	}

	async close(): Promise<void> {
		this.#closed = true;
		clearInterval(this.#timer);
		await this.#recovering?.catch(() => {});
		await this.#finishing;
	}

	/** The look that is under way may have passed what is to be seen now. */
	async #recoverOnceMore(): Promise<void> {
		await this.#recovering?.catch(() => {});
		await this.recover();
	}

	async #recover(): Promise<void> {
		const { database, sessions, kinds, nodeId, runId, folder } = this.#options;
		// A session that is not taken over yet looks like one that is over.
		await sessions.recover();
		if (!this.#revived) await reviveCaptures(database.queries, nodeId);
		this.#revived = true;
		for (const capture of await this.#left()) {
			const place = { runId, nodeId, folder: join(folder, capture.id) };
			const taken = await takeCapture(database.queries, capture, place);
			if (taken === undefined) continue;
			this.#orphans.set(capture.id, taken);
			this.#takenAt.set(capture.id, awakeMs());
			// Its node may be about to go.
			if (capture.nodeId !== nodeId) this.#options.collect(taken);
		}
		// Participants who come back are recorded at once.
		if (this.#orphans.size > 0) this.#options.pool.warmUp();
		for (const capture of [...this.#orphans.values()]) {
			if (this.#closed) return;
			const running = sessions.hosts.find(({ sessionId }) => sessionId === capture.sessionId);
			if (running !== undefined && (await this.#resume(capture, running))) continue;
			const waits = capture.state !== 'STOPPING' && this.#isAwaited(capture, running);
			if (!waits) this.#finishNext(capture);
			else if (kinds.of(capture).files?.joinsParts?.(capture)) this.#options.joiner.ahead(capture);
		}
		await this.#endStrays();
		await this.#giveUpLost();
		this.#rest();
	}

	/** Whether its session may continue, or in that the participant come back of whom it is. */
	#isAwaited({ id, sessionId, participantId }: StoredCapture, host: SessionHost | undefined): boolean {
		if (host === undefined) return this.#options.sessions.awaits(sessionId);
		if (host.closed || participantId === null) return false;
		return awakeMs() - (this.#takenAt.get(id) ?? 0) < RESUME_WINDOW;
	}

	/** What is to be taken over here: what this node left, and what others left of sessions that continue here. */
	async #left(): Promise<StoredCapture[]> {
		const { database, kinds, nodeId, runId, inCluster } = this.#options;
		const own = await orphanedCaptures(database.queries, nodeId, runId);
		// What only another version of the server can finish is left to that.
		if (!inCluster) return own.filter(({ kind }) => kinds.has(kind));
		const sessionIds = own.map(({ sessionId }) => sessionId);
		const away = await openElsewhere(database.queries, runId, sessionIds);
		const continues = (capture: StoredCapture) => kinds.has(capture.kind) && kinds.of(capture).continuesElsewhere;
		return [
			...own.filter(
				(capture) =>
					kinds.has(capture.kind) &&
					!(away.has(capture.sessionId) && capture.state !== 'STOPPING' && continues(capture)),
			),
			...(await capturesLeftTo(database.queries, runId)).filter(
				(capture) => capture.nodeId !== nodeId && continues(capture),
			),
		];
	}

	/**
	 * What is on the disk of another node is that one's to finish. When it does not come back, or its session continues
	 * here, nobody should believe that it still records, or wait for it.
	 */
	async #giveUpLost(): Promise<void> {
		const { database, log, sessions, kinds, nodeId, inCluster, logger } = this.#options;
		const goOnHere = sessions.hosts.filter(({ begun, closed }) => begun && !closed).map(({ sessionId }) => sessionId);
		const looking = { nodeId, endedBefore: epochMs() - LOST_AFTER, goOnHere };
		for (const { capture, sessionEnd } of await lostCaptures(database.queries, looking)) {
			if (!kinds.has(capture.kind)) continue;
			// It continues with its session, at the next look if not now.
			if (sessionEnd === null && inCluster && capture.state !== 'STOPPING' && kinds.of(capture).continuesElsewhere)
				continue;
			if (!(await log.lost(capture, LOST, sessionEnd ?? epochMs()))) continue;
			logger.error(
				{ captureId: capture.id, nodeId: capture.nodeId, folder: capture.folder },
				'capture failed: its node is gone',
			);
		}
	}

	/**
	 * What is written down as running after its session, and does not run here: its end was lost, and it holds its place.
	 * Seen twice, because one that starts or ends in this moment looks like that.
	 */
	async #endStrays(): Promise<void> {
		const { database, captures, log, finisher, runId, onStray, logger } = this.#options;
		const strays = (await strayCaptures(database.queries, runId)).filter(
			({ id }) => captures.running(id) === undefined && !this.#orphans.has(id) && !log.writes.pending(id),
		);
		const suspects = this.#suspects;
		this.#suspects = new Set(strays.map(({ id }) => id));
		for (const capture of strays) {
			const { id, kind, sessionId } = capture;
			if (!suspects.has(id) || !(await log.stopping(capture, 'SESSION_ENDED'))) continue;
			logger.error({ captureId: id, kind, sessionId }, 'capture without its session found, and ended');
			onStray();
			finisher.finish(id, undefined).catch((error) => logger.error({ err: error }, 'a capture could not be finished'));
		}
	}

	/** @returns false when there is nothing to continue */
	async #resume(capture: StoredCapture, host: SessionHost): Promise<boolean> {
		const { database, captures, joiner, logger } = this.#options;
		const { participantId } = capture;
		if (host.closed || capture.state === 'STOPPING') return false;
		if (participantId !== null && host.participant(participantId) === undefined) return false;
		if (!this.#orphans.delete(capture.id)) return true;
		const parts = await this.#orKeep(capture, async () => {
			await joiner.leave(capture);
			return partsOf(database.queries, capture.id);
		});
		this.#takenAt.delete(capture.id);
		// A composer takes a moment to start, and others wait for theirs. What fails there is written down.
		captures
			.resume(capture, host, parts.at(-1)?.number ?? 0)
			.catch((error) => logger.error({ err: error }, 'a capture could not continue'));
		return true;
	}

	#finishNext(capture: StoredCapture): void {
		const { logger } = this.#options;
		if (this.#toFinish.has(capture.id)) return;
		this.#toFinish.add(capture.id);
		this.#finishing = this.#finishing.then(async () => {
			this.#toFinish.delete(capture.id);
			if (this.#closed) return;
			await this.#finish(capture).catch((error) => logger.error({ err: error }, 'a capture could not be finished'));
		});
	}

	async #finish(capture: StoredCapture): Promise<void> {
		const { database, log, finisher } = this.#options;
		if (!this.#orphans.delete(capture.id)) return;
		await this.#orKeep(capture, async () => {
			const now = await findCapture(database.queries, capture.id);
			if (now === undefined) return;
			await log.stopping(now, 'SERVER_FAILURE');
			await finisher.finish(capture.id, undefined);
		});
	}

	/** What fails is tried again at the next look. */
	async #orKeep<T>(capture: StoredCapture, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			this.#orphans.set(capture.id, capture);
			throw error;
		}
	}

	/** Nothing runs, and nothing is expected: no composer has to wait for work. */
	#rest(): void {
		const { sessions, captures, pool } = this.#options;
		if (sessions.hosts.length === 0 && captures.size === 0 && this.#orphans.size === 0) pool.coolDown();
	}

	#follow(host: SessionHost): void {
		const { captures, pool, onBegun, logger } = this.#options;
		const stop = (participantId: string | undefined, reason: string) => {
			captures
				.stopAll(host.sessionId, participantId, reason)
				.catch((error) => logger.error({ err: error }, 'captures could not be stopped'));
		};
		/** Whether what is captured continues on another node, with the session. */
		const goesOn = () => host.moved && this.#options.inCluster;
		// One that continues after a server died has begun there.
		let begun = host.begun;
		if (begun && this.#options.inCluster)
			this.#recoverOnceMore().catch((error) => logger.error({ err: error }, 'captures could not be taken over'));
		host.on('joined', ({ participantId }: HostParticipant) => {
			pool.warmUp();
			for (const capture of [...this.#orphans.values()]) {
				if (capture.sessionId !== host.sessionId) continue;
				if (capture.participantId !== null && capture.participantId !== participantId) continue;
				this.#resume(capture, host).catch((error) => logger.error({ err: error }, 'a capture could not continue'));
			}
			if (begun) return;
			begun = true;
			onBegun(host, (error) =>
				logger[LEVEL_OF[blameOf(error)]]({ err: error }, 'what starts with the session could not be started'),
			);
		});
		host.on('left', ({ participantId }: HostParticipant) => {
			if (!goesOn() && host.participant(participantId) === undefined) stop(participantId, 'PARTICIPANT_LEFT');
		});
		host.once('closed', () => {
			if (goesOn()) {
				captures
					.letGo(host.sessionId)
					.catch((error) => logger.error({ err: error }, 'captures could not be left to another node'));
			} else stop(undefined, 'SESSION_ENDED');
			// What was to continue with it has nothing to wait for.
			for (const capture of [...this.#orphans.values()]) {
				if (capture.sessionId !== host.sessionId) continue;
				if (goesOn()) this.#orphans.delete(capture.id);
				else this.#finish(capture).catch((error) => logger.error({ err: error }, 'a capture could not be finished'));
			}
			this.#rest();
		});
	}
}
