import { join } from 'node:path';
import type { TakePictureCommand } from '@roomcast/contract/composer/commands';
import type { PictureResult } from '@roomcast/contract/composer/events';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Bus } from '../cluster/bus/Bus.ts';
import type { Database } from '../db/Database.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { SessionAccess } from '../sessions/SessionAccess.ts';
import type { DiskSpace } from '../storage/DiskSpace.ts';
import type { Storage } from '../storage/Storage.ts';
import type { Templates } from '../templates/Templates.ts';
import type { Outbox } from '../webhooks/Outbox.ts';
import { CaptureFinisher } from './CaptureFinisher.ts';
import { CaptureKeeper, type KeptSessions } from './CaptureKeeper.ts';
import { CaptureLog, type CaptureLogOptions } from './CaptureLog.ts';
import { Captures } from './Captures.ts';
import { ComposerPool } from './ComposerPool.ts';
import { registerCaptureMetrics } from './metrics.ts';
import type { OutputKind } from './OutputKind.ts';
import { OutputKinds } from './OutputKinds.ts';
import { PartJoiner } from './PartJoiner.ts';
import { partsOf } from './parts/partStore.ts';
import { RemoteParts } from './parts/RemoteParts.ts';
import { RepairProgress } from './RepairProgress.ts';
import { EgressService, type EgressServiceOptions } from './service.ts';

export interface EgressOptions {
	readonly database: Database;
	readonly outbox: Pick<Outbox, 'append'>;
	readonly storage: Storage;
	readonly disk: DiskSpace;
	/** All kinds of output that there are. */
	readonly kinds: readonly OutputKind[];
	readonly templates: Templates;
	readonly dataDir: string;
	/** Path of a composer's script. */
	readonly composer: string;
	/** What composers see of the environment. */
	readonly programEnvironment: Readonly<Record<string, string>>;
	/** How many composers wait for work while there are calls. */
	readonly spareComposers: number;
	readonly nodeId: string;
	/** The way to other nodes, which have parts of captures; undefined when there are none. */
	readonly bus: Bus | undefined;
	/** Of this life of the server. */
	readonly runId: string;
	readonly sessions: KeptSessions & {
		find: EgressServiceOptions['findSession'];
		end(room: string, reason: 'ROOM_CLOSE'): Promise<void>;
	};
	/** Whose sessions are whose. */
	readonly access: SessionAccess;
	/** Which URLs of callers may be called. */
	readonly guard: TargetGuard;
	readonly findWebhook: CaptureLogOptions['findWebhook'];
	readonly registry: Registry;
	readonly logger: Logger;
}

/** ms that taking a picture may take on a machine that is busy. */
const PICTURE_TIMEOUT = 20_000;

/** What leaves a room as a recording or a stream: composers, the captures that they write, and who keeps them going. */
export class Egress {
	readonly captures: Captures;
	/** The same for callers: what is theirs, and what runs of it. */
	readonly service: EgressService;
	readonly #keeper: CaptureKeeper;
	readonly #pool: ComposerPool;
	readonly #joiner: PartJoiner;
	readonly #progress: RepairProgress;
	readonly #parts: RemoteParts;
	readonly #onBegun: ((host: SessionHost) => Promise<void>)[] = [];

	constructor(options: EgressOptions) {
		const { database, outbox, storage, disk, templates } = options;
		const { nodeId, runId, sessions, findWebhook } = options;
		const logger = options.logger.child({ part: 'egress' });
		const { composer: program, programEnvironment: env, spareComposers: spares } = options;
		const kinds = new OutputKinds(options.kinds);
		const onStray = registerCaptureMetrics(options.registry);
		const pool = new ComposerPool({ program, env, spares, logger });
		this.#pool = pool;
		const log = new CaptureLog({ database, outbox, kinds, findWebhook, logger });
		this.#progress = new RepairProgress(options.dataDir, logger);
		this.#joiner = new PartJoiner({
			pool,
			progress: this.#progress,
			partsOf: (captureId) => partsOf(database.queries, captureId),
			disk,
			logger,
		});
		const joiner = this.#joiner;
		const takePicture: Egress['takePicture'] = (command) => this.takePicture(command);
		const folder = join(options.dataDir, 'captures');
		const parts = new RemoteParts({
			bus: options.bus,
			database,
			nodeId,
			runId,
			folder,
			settled: (captureId) => this.captures.settled(captureId),
			disk,
			logger,
		});
		this.#parts = parts;
		const finisher = new CaptureFinisher({
			database,
			log,
			storage,
			kinds,
			joiner,
			parts,
			runId,
			takePicture,
			logger,
		});
		this.captures = new Captures({
			database,
			log,
			finisher,
			pool,
			templates,
			disk,
			kinds,
			folder,
			nodeId,
			runId,
			onStray,
			endSession: (room) => sessions.end(room, 'ROOM_CLOSE'),
			logger,
		});
		this.service = new EgressService({
			database,
			captures: this.captures,
			access: options.access,
			storage,
			guard: options.guard,
			templates,
			findSession: (room) => sessions.find(room),
		});
		this.#keeper = new CaptureKeeper({
			database,
			captures: this.captures,
			kinds,
			finisher,
			joiner,
			log,
			pool,
			sessions,
			nodeId,
			runId,
			folder,
			inCluster: options.bus !== undefined,
			collect: (capture) => parts.collect(capture),
			onStray,
			onBegun: (host, failed) => {
				for (const start of this.#onBegun) start(host).catch(failed);
			},
			logger,
		});
	}

	/** Take one picture out of a media file of this machine. @throws Error with the reason */
	async takePicture(command: Omit<TakePictureCommand, 'type' | 'jobId'>): Promise<PictureResult> {
		const composer = this.#pool.take();
		try {
			return await composer.takePicture({ type: 'takePicture', jobId: 'picture', ...command }, PICTURE_TIMEOUT);
		} finally {
			await composer.stop();
		}
	}

	/** What is to happen when the first participant is in. */
	onBegun(start: (host: SessionHost) => Promise<void>): void {
		this.#onBegun.push(start);
	}

	/** Take over what a server that died left, now and from now on. */
	recover(): Promise<void> {
		return this.#keeper.recover();
	}

	/** Resolves when other nodes have what they need of this one, whose sessions continue there, or after a while. */
	leave(): Promise<void> {
		return this.#parts.leave();
	}

	/** Stops what runs. Resolves when its files are finished and handed over. */
	async close(): Promise<void> {
		await this.#keeper.close();
		await this.#joiner.close();
		await this.captures.close();
		this.#parts.close();
		await this.#progress.close();
	}
}
