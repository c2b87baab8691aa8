import type { Authenticator } from './auth/Authenticator.ts';
import { registerDevelopmentRoutes } from './development/routes.ts';
import { HlsViews } from './hls/HlsViews.ts';
import { registerHlsRoutes } from './hls/routes.ts';
import type { HlsService } from './hls/service.ts';
import { registerWatchRoutes, type WatchRoutesOptions } from './hls/watchRoutes.ts';
import type { App } from './http/App.ts';
import { authenticatePublishers, authenticateRequests } from './http/authenticateRequests.ts';
import { authorizeRequests } from './http/authorizeRequests.ts';
import { limitRequests } from './http/limitRequests.ts';
import { refuseTargets } from './http/refuseTargets.ts';
import type { Key } from './keys/Key.ts';
import type { Limits } from './limits/Limits.ts';
import { LivestreamViews } from './livestreams/LivestreamViews.ts';
import { registerLivestreamRoutes } from './livestreams/routes.ts';
import type { LivestreamService } from './livestreams/service.ts';
import type { RequestTargets } from './net/RequestTargets.ts';
import { RecordingViews } from './recordings/RecordingViews.ts';
import { registerRecordingRoutes } from './recordings/routes.ts';
import type { RecordingService } from './recordings/service.ts';
import { registerRoomRoutes } from './rooms/routes.ts';
import type { RoomService } from './rooms/service.ts';
import { registerChatRoute } from './sessions/chat/routes.ts';
import { registerEntryRoutes } from './sessions/entryRoutes.ts';
import { registerQualityRoutes } from './sessions/quality/routes.ts';
import { registerSessionRoutes } from './sessions/routes.ts';
import type { SessionServices } from './sessions/SessionServices.ts';
import { type FileRoutesOptions, registerFileRoutes } from './storage/fileRoutes.ts';
import { registerStorageRoutes } from './storage/routes.ts';
import type { StorageService } from './storage/service.ts';
import { registerPublicKeyRoute, registerWebhookRoutes } from './webhooks/routes.ts';
import type { WebhookService } from './webhooks/service.ts';
import { registerWhipRoutes, type WhipRoutesOptions } from './whip/routes.ts';

/** What the REST routes need. */
export interface ApiServices {
	readonly authenticator: Authenticator;
	readonly rooms: RoomService;
	readonly webhooks: WebhookService;
	readonly sessions: SessionServices;
	readonly storage: FileRoutesOptions & { readonly service: StorageService };
	readonly recordings: RecordingService;
	readonly livestreams: LivestreamService;
	readonly hls: HlsService;
	readonly watch: WatchRoutesOptions;
	readonly whip: WhipRoutesOptions;
	readonly targets: RequestTargets;
	/** Undefined when the server has a key of its own. */
	readonly developmentKey: Pick<Key, 'id' | 'secret'> | undefined;
	/** Seconds that a token may be good for. */
	readonly tokenMaxLife: number | undefined;
	readonly limits: Limits;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/**
 * Every REST route: those below `authenticateRequests` need a token, and `authorizeRequests` asks the policy whether it
 * will do. The docs are made from the same list.
 */
export async function registerApi(app: App, services: ApiServices): Promise<void> {
	const { authenticator, rooms, webhooks, sessions, recordings, livestreams, hls, developmentKey, publicUrl } =
		services;
	refuseTargets(app, services.targets);
	await app.register(async (scope: App) => {
		authenticateRequests(scope, authenticator, services.limits);
		limitRequests(scope, services.limits);
		authorizeRequests(scope);
		registerRoomRoutes(scope, rooms, publicUrl);
		registerSessionRoutes(scope, {
			sessions: sessions.sessions,
			chat: sessions.chat,
			recordingSpans: (sessionIds) => recordings.spans(sessionIds),
			hlsSpans: (sessionIds) => hls.spans(sessionIds),
			publicUrl,
		});
		registerEntryRoutes(scope, sessions.entries);
		registerQualityRoutes(scope, sessions.quality);
		registerRecordingRoutes(scope, { recordings, views: new RecordingViews(recordings, webhooks, publicUrl) });
		registerLivestreamRoutes(scope, { livestreams, views: new LivestreamViews(livestreams, webhooks, publicUrl) });
		registerHlsRoutes(scope, { hls, views: new HlsViews(hls, webhooks, publicUrl), publicUrl });
		registerStorageRoutes(scope, services.storage.service);
		registerWebhookRoutes(scope, webhooks);
	});
	await app.register(async (scope: App) => {
		authenticatePublishers(scope, authenticator, services.limits);
		limitRequests(scope, services.limits);
		authorizeRequests(scope);
		await registerWhipRoutes(scope, services.whip);
	});
	registerChatRoute(app, sessions.chat);
	registerWatchRoutes(app, services.watch);
	registerFileRoutes(app, services.storage);
	registerPublicKeyRoute(app, webhooks);
	if (developmentKey !== undefined)
		registerDevelopmentRoutes(app, {
			key: developmentKey,
			maxLife: services.tokenMaxLife,
			publicUrl,
			findRoom: (keyId, reference) => rooms.find(keyId, reference),
		});
}
