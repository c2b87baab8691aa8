import { setTimeout } from 'node:timers/promises';
import { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import { registerApi } from './api.ts';
import { Authenticator } from './auth/Authenticator.ts';
import type { Caller } from './auth/Caller.ts';
import type { Config } from './config.ts';
import { closeDataFolder } from './dataFolder.ts';
import { Database, type Queries } from './db/Database.ts';
import { Retention } from './db/Retention.ts';
import { Egress } from './egress/Egress.ts';
import type { OutputKind } from './egress/OutputKind.ts';
import { EgressService } from './egress/service.ts';
import { findCapture } from './egress/store.ts';
import { HlsStreams } from './hls/HlsStreams.ts';
import { HlsThumbnails } from './hls/HlsThumbnails.ts';
import { HlsService } from './hls/service.ts';
import { registerWatchState } from './hls/watchState.ts';
import { createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { createRegistry } from './http/metrics.ts';
import { listenForMetrics } from './http/metricsRoute.ts';
import { registerPages } from './http/pages.ts';
import type { RegisteredRoute } from './http/RouteTable.ts';
import { registerSdk } from './http/sdk.ts';
import { registerWatchPage } from './http/watchPage.ts';
import { COMPOSER, PAGES_FOLDER, SDK_FOLDER, WATCH_FOLDER } from './installation.ts';
import { Invitations } from './invitations/Invitations.ts';
import { ensureKeys } from './keys/ensureKeys.ts';
import { KeyWatch } from './keys/KeyWatch.ts';
import { KeyService } from './keys/service.ts';
import { Limits } from './limits/Limits.ts';
import { tokenBuckets } from './limits/TokenBuckets.ts';
import { Outputs } from './livestreams/Outputs.ts';
import { LivestreamService } from './livestreams/service.ts';
import { iceServers } from './media/ice.ts';
import { MediaPool } from './media/MediaPool.ts';
import { registerMediaMetrics } from './media/metrics.ts';
import { RequestTargets } from './net/RequestTargets.ts';
import { watchRefusals } from './net/refusals.ts';
import { TargetGuard } from './net/TargetGuard.ts';
import { outputKinds } from './outputKinds.ts';
import { QueueClock } from './queue/QueueClock.ts';
import { readinessChecks } from './readinessChecks.ts';
import { RecordingService } from './recordings/service.ts';
import { RoomService } from './rooms/service.ts';
import { SecurityLog } from './security/SecurityLog.ts';
import { targetFacts } from './security/targetFacts.ts';
import { Admission } from './sessions/Admission.ts';
import { Heartbeat } from './sessions/alive/Heartbeat.ts';
import { nodeIdOf } from './sessions/alive/nodeId.ts';
import { DatabaseJournal } from './sessions/DatabaseJournal.ts';
import { SessionRegistry } from './sessions/host/SessionRegistry.ts';
import { registerSessionMetrics } from './sessions/metrics.ts';
import { deleteOld } from './sessions/quality/deleteOld.ts';
import { QualityRecorder } from './sessions/quality/QualityRecorder.ts';
import { SessionServices } from './sessions/SessionServices.ts';
import { registerSignallingMetrics } from './signalling/metrics.ts';
import { registerSignalling } from './signalling/routes.ts';
import { UnsentBudget } from './signalling/UnsentBudget.ts';
import { DiskSpace } from './storage/DiskSpace.ts';
import { Storage } from './storage/Storage.ts';
import { mediaPlaces } from './templates/mediaPlaces.ts';
import { mintTemplateToken } from './templates/mintTemplateToken.ts';
import { Templates } from './templates/Templates.ts';
import { epochMs } from './time/clock.ts';
import { VERSION } from './version.ts';
import { Webhooks } from './webhooks/Webhooks.ts';
import { WhipService } from './whip/WhipService.ts';

/** The room that is there from the start in development mode. */
const WELCOME = 'welcome';
const DRAIN_POLL_MS = 200;

export interface StartOptions {
	readonly logger: Logger;
	/** An answer against its contract becomes a 500, instead of a line in the log. For tests. */
	readonly strictAnswers?: boolean;
	/** Path of a composer's script, where it is not that of this installation. */
	readonly composer?: string;
	/** Kinds of output besides those of the API. */
	readonly outputKinds?: readonly OutputKind[];
}

/** A server that answers. */
export interface RunningServer {
	/** Base of every link that is handed out, without a slash at its end. */
	readonly url: string;
	/** Where it listens. */
	readonly port: number;
	/** The room to try it with; only in development mode. */
	readonly welcomeRoomId: string | undefined;
	/** Every HTTP route. */
	readonly routes: readonly RegisteredRoute[];
	/** Calls that run now. */
	readonly calls: number;
	/** Starts, stops and finds what leaves a room: for kinds of output that no route knows. */
	readonly egress: EgressService;
	/** Let nobody join any more, and resolve when the running calls are over. `/readyz` answers 503 meanwhile. */
	drain(): Promise<void>;
	/** End everything. */
	close(): Promise<void>;
}

/**
 * Start a server: the only place that knows every part.
 *
 * @throws when the database cannot be used, the port is taken, or another part cannot start; what was started is closed
 */
export async function startServer(
	config: Config,
	{ logger, strictAnswers = false, composer = COMPOSER, outputKinds: more = [] }: StartOptions,
): Promise<RunningServer> {
	const closers: (() => Promise<void>)[] = [];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer();
	};
	try {
		for (const name of config.unknown)
			logger.warn(`${name} is set, but there is no such setting: see docs/settings.md`);

		let url = config.publicUrl ?? '';
		const publicUrl = () => url;
		const registry = createRegistry();
		const security = new SecurityLog({ logger, registry });
		closers.push(async () => security.close());
		const guard = new TargetGuard({
			allowPrivate: config.allowPrivateTargets,
			publicUrl,
			onRefused: watchRefusals(registry, logger),
			onUnanswered: (refused, keyId) => security.report('target-refused', { keyId, ...targetFacts(refused) }),
		});
		const targets = new RequestTargets(guard);
		await closeDataFolder(config, logger);
		const database = await Database.open(config, logger);
		closers.push(() => database.close());
		const keys = new KeyService(database);
		const developmentKey = await ensureKeys({ ...config, keys, security, logger });
		// From here on real keys are told from invented ones without asking the database.
		await keys.list();
		const keyWatch = await KeyWatch.create({ queries: database.queries, security, logger });
		closers.push(() => keyWatch.close());
		const isRevoked = (keyId: string) => keyWatch.isRevoked(keyId);
		const authenticator = new Authenticator(keys, {
			developmentMode: developmentKey !== undefined,
			maxLife: config.tokenMaxLife,
			leeway: config.tokenLeeway,
		});
		const rooms = new RoomService(database);
		const limits = new Limits(config, registry);
		const clock = await QueueClock.create(database);
		const webhooks = await Webhooks.create({
			database,
			registry,
			clock,
			logger,
			guard,
			findRoom: (keyId, reference) => rooms.find(keyId, reference),
		});
		closers.push(() => webhooks.close());
		const pool = await MediaPool.create({
			workers: config.mediaWorkers,
			firstPort: config.mediaPorts.min,
			listenIp: config.mediaListenIp,
			announcedAddress: config.mediaAnnouncedIp,
			workerBin: config.mediaWorkerBin,
			maxIncomingBitrate: config.maxIncomingBitrate * 1000,
			logger,
		});
		closers.push(async () => pool.close());
		registerMediaMetrics(registry, pool);
		const heartbeat = await Heartbeat.create({ database, dataDir: config.dataDir, logger });
		closers.push(() => heartbeat.close());
		const sessions = new SessionRegistry({
			pool,
			journal: new DatabaseJournal({ database, heartbeat, outbox: webhooks.outbox }),
			maxParticipants: config.maxParticipants,
			logger,
			onLastSession: async ({ keyId, roomId }) => {
				await rooms.disable(keyId, roomId);
			},
		});
		closers.push(() => sessions.close());
		const storage = await Storage.create({
			database,
			dataDir: config.dataDir,
			location: config.storage,
			linkTtl: config.fileUrlTtl,
			guard,
			publicUrl,
			keys: keyWatch,
			registry,
			clock,
			logger,
		});
		closers.push(() => storage.close());
		const streams = new HlsStreams({ queries: database.queries, storage, guard, isRevoked, find: findCapture });
		const findWebhook = (room: string, queries?: Queries) => rooms.webhook(room, queries);
		const outputs = new Outputs({ database, guard });
		const templates = await Templates.create({
			program: config.chromium,
			env: config.programEnvironment,
			user: config.templateUser,
			sandbox: config.templateSandbox === 'required',
			media: mediaPlaces(config),
			dataDir: config.dataDir,
			guard,
			loadTimeout: config.templateTimeout,
			publicUrl,
			mint: (keyId, who) => mintTemplateToken(keys, keyId, who, config.tokenMaxLife),
			logger,
		});
		const disk = new DiskSpace(config.dataDir, config.minFreeDisk);
		const egress = new Egress({
			database,
			outbox: webhooks.outbox,
			storage,
			disk,
			kinds: [...outputKinds({ streams, outputs }), ...more],
			templates,
			dataDir: config.dataDir,
			composer,
			programEnvironment: config.programEnvironment,
			spareComposers: config.spareComposers,
			nodeId: await nodeIdOf(config.dataDir),
			runId: heartbeat.runId,
			sessions,
			findWebhook,
			registry,
			logger,
		});
		closers.push(() => egress.close());
		const sessionServices = new SessionServices({
			database,
			running: sessions,
			findRoom: (keyId, reference) => rooms.find(keyId, reference),
			findSecret: async (keyId) => (await keys.find(keyId))?.secret,
			isRevoked,
			publicUrl,
		});
		const egressService = new EgressService({
			database,
			captures: egress.captures,
			access: sessionServices.access,
			storage,
			guard,
			templates,
			findSession: (room) => sessions.find(room),
		});
		const recordings = new RecordingService({ database, egress: egressService, storage });
		const recordBesides: RecordingService['recordBesides'] = (host, stream) => recordings.recordBesides(host, stream);
		const livestreams = new LivestreamService({ egress: egressService, outputs, recordBesides });
		const hls = new HlsService({
			egress: egressService,
			recordBesides,
			streams,
			thumbnails: new HlsThumbnails({
				streams,
				driver: storage.driver,
				linkTtl: config.fileUrlTtl,
				takePicture: (command) => egress.takePicture(command),
			}),
			publicUrl,
		});
		egress.onBegun((host) => recordings.autoStart(host));
		egress.onBegun((host) => hls.autoStart(host));
		const quality = new QualityRecorder({ running: sessions, queries: database.queries, logger });
		closers.push(() => quality.close());
		if (config.statsRetentionDays > 0) {
			const retention = new Retention({
				what: 'old measurements of quality',
				deleteOld: (now, signal) => deleteOld(database.queries, config.statsRetentionDays, now, { signal }),
				logger,
			});
			closers.push(() => retention.close());
		}
		registerSessionMetrics(registry, sessions);
		keyWatch.enforce(() => sessions.endAll(({ keyId }) => isRevoked(keyId), 'KEY_REVOKED'));
		rooms.onDeactivated((room) => sessions.end(room.id, 'ROOM_CLOSE'));
		const lifecycle = { draining: false };

		const { app, routes } = await createApp({
			logger,
			publicUrl,
			corsOrigins: config.corsOrigins,
			registry,
			metrics: config.metricsPort === undefined ? { token: config.metricsToken } : undefined,
			security,
			strictAnswers,
			limits,
			requestTimeout: config.requestTimeout,
			checks: readinessChecks({ heartbeat, storage, disk, pool, isDraining: () => lifecycle.draining }),
		});
		closers.push(() => app.close());
		const door = (authenticate: (token: string, address: string) => Promise<Caller>) =>
			new Admission({
				limits,
				authenticate: async (token, address) => {
					if (lifecycle.draining) throw new RoomcastError('SHUTTING_DOWN');
					return authenticate(token, address);
				},
				findRoom: (keyId, reference) => rooms.find(keyId, reference),
				isRecorder: (participantId) => sessions.hosts.some((host) => host.hides(participantId)),
			});
		const iceServersFor = (user: string) =>
			iceServers(
				{ servers: config.iceServers, turnSecret: config.turnSecret, turnTtl: config.turnTtl },
				user,
				epochMs(),
			);
		const whip = new WhipService({ admission: (caller) => door(async () => caller), registry: sessions });
		closers.push(async () => whip.close());
		await registerApi(app, {
			authenticator,
			rooms,
			webhooks: webhooks.service,
			recordings,
			livestreams,
			hls,
			watch: { streams, linkTtl: config.fileUrlTtl },
			storage,
			sessions: sessionServices,
			whip: { whip, iceServers: iceServersFor, publicUrl },
			targets,
			developmentKey,
			limits,
			tokenMaxLife: config.tokenMaxLife,
			publicUrl,
		});
		await registerSignalling(app, {
			messages: tokenBuckets(config.rateLimitSignalling),
			limits,
			admission: door((token, address) =>
				limits.verified(address, (knownKeysOnly) => authenticator.forJoin(token, { knownKeysOnly })),
			),
			registry: sessions,
			recordings,
			livestreams,
			hls,
			iceServers: iceServersFor,
			targets,
			invitations: new Invitations({
				enabled: config.invitations,
				keys,
				maxLife: config.tokenMaxLife,
				publicUrl,
				security,
			}),
			welcome: { version: VERSION, routerRtpCapabilities: pool.routerRtpCapabilities },
			security,
			unsent: new UnsentBudget(registerSignallingMetrics(registry)),
			logger,
		});
		await registerSdk(app, SDK_FOLDER);
		await registerPages(app, PAGES_FOLDER, { publicUrl, frameAncestors: config.frameAncestors });
		registerWatchState(app, {
			streams,
			running: (roomId) => {
				const host = sessions.hosts.find(({ room }) => room.roomId === roomId);
				return host === undefined ? [] : egress.captures.of(host.sessionId);
			},
		});
		await registerWatchPage(app, WATCH_FOLDER, config);

		storage.start();
		await egress.recover();
		const welcome = developmentKey && (await rooms.create({ keyId: developmentKey.id }, { customRoomId: WELCOME }));
		const port = await listen(app, config);
		if (config.metricsPort !== undefined) {
			const own = { host: config.host, port: config.metricsPort };
			const metrics = await listenForMetrics(own, { registry, token: config.metricsToken });
			closers.push(metrics.close);
			logger.info({ port: metrics.port }, 'metrics have a port of their own');
		}
		url ||= `http://localhost:${port}`;

		return {
			url,
			port,
			welcomeRoomId: welcome?.roomId,
			routes: routes.routes,
			egress: egressService,
			get calls() {
				return sessions.hosts.length;
			},
			drain: async () => {
				lifecycle.draining = true;
				while (sessions.hosts.length > 0) await setTimeout(DRAIN_POLL_MS);
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
