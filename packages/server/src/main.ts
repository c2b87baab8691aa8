import type { Logger } from 'pino';
import { registerApi } from './api.ts';
import { createAuthenticator } from './auth/createAuthenticator.ts';
import { Closers } from './Closers.ts';
import { createBus } from './cluster/bus/createBus.ts';
import type { Config } from './config.ts';
import { createCore } from './createCore.ts';
import { createWelcomeRoom } from './development/createWelcomeRoom.ts';
import { createEgress } from './egress/createEgress.ts';
import type { OutputKind } from './egress/OutputKind.ts';
import type { EgressService } from './egress/service.ts';
import { createHls, createHlsStreams } from './hls/createHls.ts';
import { registerWatchState } from './hls/watchState.ts';
import { createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { listenForMetrics } from './http/metricsRoute.ts';
import { registerPages } from './http/pages.ts';
import type { RegisteredRoute } from './http/RouteTable.ts';
import { registerSdk } from './http/sdk.ts';
import { registerWatchPage } from './http/watchPage.ts';
import { COMPOSER, PAGES_FOLDER, SDK_FOLDER, WATCH_FOLDER } from './installation.ts';
import { createInvitations } from './invitations/createInvitations.ts';
import { createKeys } from './keys/createKeys.ts';
import { Limits } from './limits/Limits.ts';
import { Outputs } from './livestreams/Outputs.ts';
import { LivestreamService } from './livestreams/service.ts';
import { createMedia } from './media/createMedia.ts';
import { iceServersFor } from './media/iceServersFor.ts';
import { registerMediaNodes } from './media/nodes/registerMediaNodes.ts';
import { RequestTargets } from './net/RequestTargets.ts';
import { outputKinds } from './outputKinds.ts';
import { readinessChecks } from './readinessChecks.ts';
import { createRecordings } from './recordings/createRecordings.ts';
import { registerCluster } from './registerCluster.ts';
import { RoomService } from './rooms/service.ts';
import { createSessions } from './sessions/createSessions.ts';
import { createSignalling } from './signalling/createSignalling.ts';
import { createStorage } from './storage/createStorage.ts';
import { DiskSpace } from './storage/DiskSpace.ts';
import { createTemplates } from './templates/createTemplates.ts';
import { createWebhooks } from './webhooks/createWebhooks.ts';
import { createWhip } from './whip/createWhip.ts';

export interface StartOptions {
	readonly logger: Logger;
	/** An answer against its contract becomes a 500, instead of a line in the log. For tests. */
	readonly strictAnswers?: boolean;
	/** Path of a composer's script, where it is not that of this installation. */
	readonly composer?: string;
	/** Kinds of output in addition to those of the API. */
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
 * Start a server: the only place that knows every part, and who needs whom.
 *
 * @throws when the database cannot be used, the port is taken, or another part cannot start; what was started is closed
 */
export async function startServer(
	config: Config,
	{ logger, strictAnswers = false, composer = COMPOSER, outputKinds: moreKinds = [] }: StartOptions,
): Promise<RunningServer> {
	const closers = new Closers();
	try {
		const core = await createCore(config, logger, closers);
		const { registry, publicUrl } = core;

		const keys = await createKeys(core);
		const authenticator = createAuthenticator(core, keys);
		const limits = new Limits(config, registry);
		const targets = new RequestTargets(core.guard);
		const rooms = new RoomService(core.database);
		const webhooks = await createWebhooks(core, { rooms });
		const media = await createMedia(core);
		const iceServers = iceServersFor(config);
		const sessions = await createSessions(core, { keys, rooms, limits, webhooks, media });
		const bus = await createBus(core, sessions.heartbeat.runId);
		registerMediaNodes(core, { bus, media, isDraining: () => sessions.drain.started });
		const invitations = createInvitations(core, keys);

		const storage = await createStorage(core, keys);
		const disk = new DiskSpace(config.dataDir, config.minFreeDisk);
		const templates = await createTemplates(core, keys);
		const streams = createHlsStreams(core, { keys, storage });
		const outputs = new Outputs(core);
		const kinds = [...outputKinds({ streams, outputs }), ...moreKinds];
		const egressNeeds = { kinds, composer, rooms, sessions, webhooks, storage, disk, templates, bus };
		const egress = await createEgress(core, egressNeeds);
		const recordings = createRecordings(core, { egress, storage });
		const livestreams = new LivestreamService({ egress: egress.service, outputs, recordings });
		const hls = createHls(core, { egress, recordings, storage, streams });

		const checks = readinessChecks({ sessions, storage, disk, media, bus });
		const { app, routes } = await createApp(core, { checks, limits, strictAnswers });
		const whip = createWhip(core, sessions);
		const services = { authenticator, limits, targets, iceServers, sessions, recordings, livestreams, hls, bus };
		registerCluster(app, core, { bus, rooms, sessions, egress });
		await registerApi(app, core, { ...services, keys, rooms, webhooks, storage, streams, whip, egress });
		await createSignalling(app, core, { ...services, media, invitations });
		await registerSdk(app, SDK_FOLDER);
		await registerPages(app, PAGES_FOLDER, { publicUrl, frameAncestors: config.frameAncestors });
		await registerWatchPage(app, WATCH_FOLDER, config);
		registerWatchState(app, { streams, running: sessions.registry, egress });

		storage.start();
		await egress.recover();
		const welcomeRoomId = await createWelcomeRoom(rooms, keys.developmentKey);
		const port = await listen(app, config);
		core.listensOn(port);
		await listenForMetrics(core);

		return {
			url: publicUrl(),
			port,
			welcomeRoomId,
			routes: routes.routes,
			egress: egress.service,
			get calls() {
				return sessions.registry.hosts.length;
			},
			drain: async () => {
				await sessions.drain.start();
				await egress.leave();
			},
			close: () => closers.close(),
		};
	} catch (error) {
		await closers.close();
		throw error;
	}
}
