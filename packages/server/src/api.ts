import type { Authenticator } from './auth/Authenticator.ts';
import type { Core } from './Core.ts';
import type { Bus } from './cluster/bus/Bus.ts';
import { registerDevelopmentRoutes } from './development/routes.ts';
import type { Egress } from './egress/Egress.ts';
import type { HlsStreams } from './hls/HlsStreams.ts';
import { HlsViews } from './hls/HlsViews.ts';
import { registerHlsRoutes } from './hls/routes.ts';
import type { HlsService } from './hls/service.ts';
import { registerWatchRoutes } from './hls/watchRoutes.ts';
import type { App } from './http/App.ts';
import { authenticatePublishers, authenticateRequests } from './http/authenticateRequests.ts';
import { authorizeRequests } from './http/authorizeRequests.ts';
import { busForwarding } from './http/forward/busForwarding.ts';
import { type Forwarding, forwardRequests } from './http/forward/forwardRequests.ts';
import { limitRequests } from './http/limitRequests.ts';
import { refuseTargets } from './http/refuseTargets.ts';
import type { Keys } from './keys/createKeys.ts';
import type { Limits } from './limits/Limits.ts';
import { LivestreamViews } from './livestreams/LivestreamViews.ts';
import { registerLivestreamRoutes } from './livestreams/routes.ts';
import type { LivestreamService } from './livestreams/service.ts';
import type { IceServersFor } from './media/iceServersFor.ts';
import type { RequestTargets } from './net/RequestTargets.ts';
import { RecordingViews } from './recordings/RecordingViews.ts';
import { registerRecordingRoutes } from './recordings/routes.ts';
import type { RecordingService } from './recordings/service.ts';
import { registerRoomRoutes } from './rooms/routes.ts';
import type { RoomService } from './rooms/service.ts';
import { registerChatRoute } from './sessions/chat/routes.ts';
import type { Sessions } from './sessions/createSessions.ts';
import { registerEntryRoutes } from './sessions/entries/routes.ts';
import { registerQualityRoutes } from './sessions/quality/routes.ts';
import { registerSessionRoutes } from './sessions/routes.ts';
import { registerFileRoutes } from './storage/fileRoutes.ts';
import { registerStorageRoutes } from './storage/routes.ts';
import type { Storage } from './storage/Storage.ts';
import { registerPublicKeyRoute, registerWebhookRoutes } from './webhooks/routes.ts';
import type { Webhooks } from './webhooks/Webhooks.ts';
import { registerWhipRoutes } from './whip/routes.ts';
import type { WhipService } from './whip/service.ts';

/** What the REST routes need. */
export interface ApiServices {
	readonly authenticator: Authenticator;
	readonly limits: Limits;
	readonly targets: RequestTargets;
	readonly keys: Pick<Keys, 'developmentKey'>;
	readonly rooms: RoomService;
	readonly sessions: Pick<Sessions, 'services' | 'homes'>;
	readonly webhooks: Pick<Webhooks, 'service'>;
	readonly storage: Storage;
	readonly recordings: RecordingService;
	readonly livestreams: LivestreamService;
	readonly hls: HlsService;
	readonly streams: HlsStreams;
	readonly whip: WhipService;
	readonly iceServers: IceServersFor;
	readonly egress: Pick<Egress, 'service'>;
	/** The way to other nodes; undefined when there are none. */
	readonly bus: Bus | undefined;
}

/**
 * Every REST route: those below `authenticateRequests` need a token, and `authorizeRequests` asks the policy whether it
 * will do. The docs are made from the same list.
 */
export async function registerApi(app: App, { config, publicUrl }: Core, services: ApiServices): Promise<void> {
	const { authenticator, limits, targets, keys, rooms, storage } = services;
	const { recordings, livestreams, hls, streams, whip, iceServers } = services;
	const { sessions, chat, entries, quality } = services.sessions.services;
	const webhooks = services.webhooks.service;
	const forwarding = forwardingOf(services);
	refuseTargets(app, targets);
	await app.register(async (scope: App) => {
		authenticateRequests(scope, authenticator, limits);
		limitRequests(scope, limits);
		authorizeRequests(scope);
		if (forwarding !== undefined) forwardRequests(scope, forwarding);
		registerRoomRoutes(scope, rooms, publicUrl);
		registerSessionRoutes(scope, { sessions, chat, recordings, hls, publicUrl });
		registerEntryRoutes(scope, entries);
		registerQualityRoutes(scope, quality);
		registerRecordingRoutes(scope, { recordings, views: new RecordingViews(recordings, webhooks, publicUrl) });
		registerLivestreamRoutes(scope, { livestreams, views: new LivestreamViews(livestreams, webhooks, publicUrl) });
		registerHlsRoutes(scope, { hls, views: new HlsViews(hls, webhooks, publicUrl), publicUrl });
		registerStorageRoutes(scope, storage.service);
		registerWebhookRoutes(scope, webhooks);
	});
	await app.register(async (scope: App) => {
		authenticatePublishers(scope, authenticator, limits);
		limitRequests(scope, limits);
		authorizeRequests(scope);
		if (forwarding !== undefined) forwardRequests(scope, forwarding);
		await registerWhipRoutes(scope, { whip, iceServers, publicUrl });
	});
	registerChatRoute(app, chat);
	registerWatchRoutes(app, { streams, linkTtl: config.fileUrlTtl });
	registerFileRoutes(app, storage);
	registerPublicKeyRoute(app, webhooks);
	const { developmentKey: key } = keys;
	if (key !== undefined) registerDevelopmentRoutes(app, { key, maxLife: config.tokenMaxLife, rooms, publicUrl });
}

/** How requests about a session get to the node that has it; undefined when there are no other nodes. */
function forwardingOf({ bus, sessions, egress }: ApiServices): Forwarding | undefined {
	if (bus === undefined) return undefined;
	const { finder } = sessions.services;
	return busForwarding(bus, (caller, { id, ...subject }) =>
		finder.find(caller, {
			...subject,
			room: id === undefined ? undefined : async () => (await egress.service.find(id))?.room,
		}),
	);
}
