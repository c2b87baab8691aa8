import { type CaptureChange, RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { LEVEL_OF } from '../log/BlamedError.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { DiskShortage, type DiskSpace } from '../storage/DiskSpace.ts';
import type { Templates } from '../templates/Templates.ts';
import { within } from '../time/within.ts';
import { blameOf } from './blameOf.ts';
import type { CaptureFinisher } from './CaptureFinisher.ts';
import type { CaptureLog } from './CaptureLog.ts';
import { CaptureWatch } from './CaptureWatch.ts';
import { inTime } from './CaptureWrites.ts';
import type { ComposerPool } from './ComposerPool.ts';
import { slotOf, subjectOf } from './captureSubject.ts';
import type { SinkEnd } from './Engine.ts';
import { Engines } from './Engines.ts';
import { type CaptureRequest, newCapture } from './newCapture.ts';
import type { OutputKinds } from './OutputKinds.ts';
import type { RunningCapture } from './RunningCapture.ts';
import { reasonCodeOf } from './reasonCodeOf.ts';
import type { CaptureOptions, StoredCapture } from './StoredCapture.ts';
import { whyOver } from './whyOver.ts';
import { withoutPaths } from './withoutPaths.ts';

export interface CapturesOptions {
	readonly database: Database;
	readonly log: CaptureLog;
	readonly finisher: CaptureFinisher;
	readonly pool: ComposerPool;
	readonly templates: Templates;
	readonly disk: DiskSpace;
	readonly kinds: OutputKinds;
	/** Where parts are written: a folder for each capture. */
	readonly folder: string;
	readonly nodeId: string;
	/** Of this life of the server. */
	readonly runId: string;
	/** A capture was found that ran without its session. */
	onStray(): void;
	/** End the session of a room, because a recording failed that it must have. */
	endSession(room: string): Promise<void>;
	readonly logger: Logger;
}

/** ms to the first moment of a composition. */
const START_TIMEOUT = 20_000;
/** ms that somebody waits until an end is written down, while the database is away. */
const PATIENCE = 5_000;
/** ms that is given to writing down what is not written yet when the server stops. */
const CLOSE_PATIENCE = 2_000;
/** Seconds from a failure to the end of the room, when it is asked for and not said (VideoSDK v2, start recording). */
const FAILURE_WAIT = 150;

/**
 * What is recorded and streamed now: one life cycle for all (`STARTING → STARTED → STOPPING → STOPPED | FAILED`), every
 * step written down with its webhook before anybody hears of it.
 */
export class Captures {
	readonly #options: CapturesOptions;
	readonly #engines: Engines;
	readonly #running = new Map<string, RunningCapture>();
	readonly #ending = new Set<Promise<void>>();
	/** What composers still finish, by capture. */
	readonly #closing = new Map<string, Promise<unknown>>();
	readonly #watch: CaptureWatch;
	#closed = false;

	constructor(options: CapturesOptions) {
		this.#options = options;
		this.#engines = new Engines(options.pool, options.templates, options.logger);
		this.#watch = new CaptureWatch({
			running: () => this.#running.values(),
			disk: options.disk,
			stop: (id, reason) => this.#stop(id, reason),
			onStray: options.onStray,
			logger: options.logger,
		});
	}

	/** What runs in a session. */
	of(sessionId: string): readonly StoredCapture[] {
		return [...this.#running.values()]
			.map(({ capture }) => capture)
			.filter((capture) => capture.sessionId === sessionId);
	}

	/** One that runs. */
	running(id: string): RunningCapture | undefined {
		return this.#running.get(id);
	}

	/** Whether anything runs in a session that cannot continue on another node. */
	binds(sessionId: string): boolean {
		const { kinds } = this.#options;
		return this.of(sessionId).some((capture) => !kinds.of(capture).continuesElsewhere);
	}

	/** Resolves when no composer writes a capture any more. @throws Error when it runs here */
	async settled(id: string): Promise<void> {
		if (this.#running.has(id)) throw new Error('it is being written here');
		await this.#closing.get(id)?.catch(() => {});
	}

	/** How many run. */
	get size(): number {
		return this.#running.size;
	}

	/**
	 * Start a capture. A composition is running when this resolves; a copy begins with the first frame that is sent.
	 *
	 * @throws RoomcastError PREV_…_PROCESSING, START_…_FAILED, INVALID_LIVESTREAM_CONFIG, E2EE_NOT_SUPPORTED,
	 *   DATABASE_UNAVAILABLE, DISK_FULL
	 */
	async start<Options extends CaptureOptions>(request: CaptureRequest<Options>): Promise<StoredCapture<Options>> {
		const { log, disk } = this.#options;
		const { errors, scope, verb, fillsDisk } = request.kind;
		if (request.host.entrance.encryption.encrypted)
			throw new RoomcastError('E2EE_NOT_SUPPORTED', `${request.host.room.roomId} cannot be ${verb}`);
		const capture = newCapture(request, this.#options);
		const create = () => log.create(capture, slotOf(capture, request.parallel === true));
		// The one before may have ended while that could not be written down.
		if (!(await create()) && !((await log.writes.hurry(PATIENCE)) && (await create()))) {
			const slot = slotOf(capture, false);
			const runs = this.of(capture.sessionId).some((other) => slotOf(other, false) === slot);
			if (!runs && log.writes.fault !== undefined) throw new RoomcastError(log.writes.fault.error);
			throw new RoomcastError(
				errors.running ?? errors.start,
				`${subjectOf(request.kind, capture)} is being ${verb} already`,
			);
		}
		const running = this.#follow(capture, request.host, 0);
		try {
			const { besides } = request.options;
			const streamGone = besides !== undefined && !this.#running.has(besides);
			await this.#endIfOver(running, streamGone ? 'STREAM_ENDED' : undefined);
			this.#tell(running, 'STARTING');
			// What only goes out takes no place. Written down, because nobody is answered who starts it with the session.
			const shortage = fillsDisk ? await disk.shortage() : undefined;
			if (shortage !== undefined) throw new DiskShortage(shortage);
			await running.begin();
			// What was stopped meanwhile says here that it was.
			if (scope === 'room' || running.over) {
				const late = new Error(`nothing was recorded in ${START_TIMEOUT / 1000} s`);
				await within(running.first, START_TIMEOUT, late);
			}
			this.#tell(running, 'STARTED');
		} catch (error) {
			// It starts on another node.
			if (running.moved) return capture;
			await this.#fail(running, error as Error);
			const reason = withoutPaths((error as Error).message, capture.folder);
			if (error instanceof RoomcastError) throw error;
			throw new RoomcastError(errors.start, reason, { cause: error, ...whyOf(running, error) });
		}
		return capture;
	}

	/**
	 * Go on with a capture whose server died.
	 *
	 * @param parts how many parts it has
	 */
	async resume(capture: StoredCapture, host: SessionHost, parts: number): Promise<void> {
		const running = this.#follow(capture, host, parts);
		try {
			await this.#endIfOver(running);
			this.#tell(running, 'STARTED');
			await running.begin();
		} catch (error) {
			await this.#fail(running, error as Error);
		}
	}

	/**
	 * Stop a capture. It has stopped for the room when this resolves; its file follows.
	 *
	 * @param reason why, as the webhook says it
	 * @returns false when it does not run here
	 * @throws RoomcastError DATABASE_UNAVAILABLE or DISK_FULL when it has stopped, but that cannot be written down yet
	 */
	async stop(id: string, reason: string): Promise<boolean> {
		const written = await this.#stop(id, reason);
		if (written === false)
			throw new RoomcastError(
				this.#options.log.writes.fault?.error ?? 'DATABASE_UNAVAILABLE',
				`${id} has stopped; that is written down as soon as the database takes it`,
			);
		return written !== undefined;
	}

	/** @returns undefined when it does not run here, false when its end is not written down yet: it is tried on */
	async #stop(id: string, reason: string): Promise<boolean | undefined> {
		const running = this.#running.get(id);
		if (running === undefined) return undefined;
		this.#running.delete(id);
		const written = this.#options.log.stopping(running.capture, reason);
		// Nothing more is recorded, whatever the database does.
		const ended = this.#end(running, reason);
		const inTime = await this.#wait(written);
		this.#tell(running, 'STOPPING');
		this.#track(this.#finish(running, written, ended));
		return (await this.#stopBesides(id, reason)) && inTime;
	}

	/** Its composer finishes it. */
	#finishing(id: string, ended: Promise<SinkEnd>): Promise<SinkEnd> {
		const closing = ended.catch(() => {}).finally(() => this.#closing.delete(id));
		this.#closing.set(id, closing);
		return ended;
	}

	#end(running: RunningCapture, reason?: string): Promise<SinkEnd> {
		return this.#finishing(running.id, running.end(reason));
	}

	/** Whatever it belongs to may have ended while it was written down: nobody has ended it then. */
	async #endIfOver({ id, host, capture }: RunningCapture, gone?: string): Promise<void> {
		const reason = whyOver(host, capture.participantId) ?? gone ?? (this.#closed ? 'SERVER_SHUTDOWN' : undefined);
		if (reason !== undefined) await this.#stop(id, reason);
	}

	/** What is only the file of a stream ends with it. @returns whether that is written down */
	async #stopBesides(id: string, reason: string): Promise<boolean> {
		const files = [...this.#running.values()].filter(({ capture }) => capture.options.besides === id);
		const written = await Promise.all(files.map((file) => this.#stop(file.id, reason)));
		return !written.includes(false);
	}

	/** Waits for a change that is being written, for a limited time. @throws when it is refused */
	async #wait(written: Promise<unknown>): Promise<boolean> {
		if (!(await inTime(written, PATIENCE))) {
			written.catch(() => {});
			return false;
		}
		await written;
		return true;
	}

	/** A session is over, or somebody has left it: what is recorded of them ends. */
	async stopAll(sessionId: string, participantId: string | undefined, reason: string): Promise<void> {
		const ending = this.of(sessionId).filter(
			(capture) => participantId === undefined || capture.participantId === participantId,
		);
		await Promise.all(ending.map(({ id }) => this.#stop(id, reason)));
	}

	/**
	 * A session is on another node now. What can continue there is not ended: only what is written here is. The rest stops.
	 */
	async letGo(sessionId: string): Promise<void> {
		const leaving = [...this.#running.values()].filter(
			({ capture }) => capture.sessionId === sessionId && this.#options.kinds.of(capture).continuesElsewhere,
		);
		for (const running of leaving) {
			this.#running.delete(running.id);
			const ended = this.#finishing(running.id, running.letGo());
			this.#track(ended.then(() => this.#engines.release(running.host)));
		}
		await this.stopAll(sessionId, undefined, 'SESSION_ENDED');
	}

	/** Resolves when everything that was stopped is written down and handed over. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#watch.close();
		await Promise.all([...this.#running.keys()].map((id) => this.#stop(id, 'SERVER_SHUTDOWN')));
		// What cannot be written down or finished is left to the next start.
		await this.#options.log.writes.close(CLOSE_PATIENCE);
		while (this.#ending.size > 0) await Promise.all(this.#ending);
		await this.#engines.close();
		this.#options.pool.close();
	}

	#follow(capture: StoredCapture, host: SessionHost, parts: number): RunningCapture {
		const kind = this.#options.kinds.of(capture);
		const running: RunningCapture = kind.run({
			capture,
			host,
			kind,
			engine: this.#engines.get(host, kind.engine(capture)),
			log: this.#options.log,
			parts,
			onFailed: (reason, error) => this.#track(this.#fail(running, error, reason)),
		});
		this.#running.set(capture.id, running);
		return running;
	}

	async #finish(running: RunningCapture, written: Promise<unknown>, ended: Promise<SinkEnd>): Promise<void> {
		const end = await ended;
		this.#tell(running, 'STOPPED');
		await this.#engines.release(running.host);
		const endedAt = running.host.clock.now();
		await written;
		await this.#options.finisher.finish(running.id, end, endedAt);
	}

	/** It went wrong: what there is of it is kept. */
	async #fail(running: RunningCapture, error: Error, why = error.message): Promise<void> {
		const { log, logger, finisher } = this.#options;
		const { capture, host } = running;
		if (!this.#running.delete(running.id)) return;
		const blame = blameOf(error);
		logger[LEVEL_OF[blame]]({ captureId: running.id, kind: capture.kind, reason: why, blame }, 'capture failed');
		const reason = withoutPaths(why, capture.folder);
		const state = running.begun ? 'STOPPING' : 'FAILED';
		const code = whyOf(running, error);
		const written = log.failed(capture, reason, state, host.clock.now(), code);
		const ended = this.#end(running);
		const inTime = await this.#wait(written);
		this.#tell(running, 'STOPPED', { reason, ...code });
		await this.#stopBesides(running.id, 'STREAM_FAILED');
		this.#afterFailure(running);
		const rest = async () => {
			const end = await ended;
			await this.#engines.release(host);
			await written;
			if (running.begun) await finisher.finish(running.id, end);
		};
		// The caller does not wait for a database that is away.
		if (inTime) await rest();
		else this.#track(rest());
	}

	/** A session that must not be without its recording ends; one that follows it in the same room does not. */
	#afterFailure({ capture: { options }, host }: RunningCapture): void {
		const { endSession, logger } = this.#options;
		if (options.onFailure?.action !== 'close-room') return;
		const end = async () => {
			if (!host.closed) await endSession(host.room.id);
		};
		const timer = setTimeout(
			() => void end().catch((error) => logger.error({ err: error }, 'room could not be closed')),
			(options.onFailure.waitTime ?? FAILURE_WAIT) * 1000,
		);
		timer.unref();
	}

	/** Tells those in the room, of what they are to hear. */
	#tell(
		{ capture, host, kind: { notice } }: RunningCapture,
		status: 'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED',
		why?: Pick<CaptureChange, 'reason' | 'reasonCode'>,
	) {
		if (notice === undefined) return;
		const { id, options } = capture;
		// Those in the room have heard that it is over.
		if ((status === 'STARTING' || status === 'STARTED') && !this.#running.has(id)) return;
		const details = status === 'STARTED' ? notice.started?.(capture) : undefined;
		const by = options.startedBy ?? null;
		host.captures.change({ capture: notice.capture, status, id, startedBy: by, ...details, ...why });
	}

	#track(work: Promise<void>): void {
		const tracked = work
			.catch((error) => this.#options.logger.error({ err: error }, 'the end of a capture could not be written'))
			.finally(() => this.#ending.delete(tracked));
		this.#ending.add(tracked);
	}
}

/** Why a stream failed, for programs. */
function whyOf({ kind }: RunningCapture, error: unknown): Pick<CaptureChange, 'reasonCode'> {
	return kind.verb === 'streamed' ? { reasonCode: reasonCodeOf(error) } : {};
}
