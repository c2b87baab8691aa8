import type { Authenticator } from './auth/Authenticator.ts';
import { authenticateRequests } from './auth/authenticateRequests.ts';
import { registerDevelopmentRoutes } from './auth/routes.ts';
import type { App } from './http/App.ts';
import type { Key } from './keys/Key.ts';
import { registerRoomRoutes } from './rooms/routes.ts';
import type { RoomService } from './rooms/service.ts';
import { registerPublicKeyRoute, registerWebhookRoutes } from './webhooks/routes.ts';
import type { WebhookService } from './webhooks/service.ts';

/** What the REST routes need. */
export interface ApiServices {
	readonly authenticator: Authenticator;
	readonly rooms: RoomService;
	readonly webhooks: WebhookService;
	/** Undefined when the server has a key of its own. */
	readonly developmentKey: Key | undefined;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/** Every REST route: those below `authenticateRequests` need a token. The docs are made from the same list. */
export async function registerApi(app: App, services: ApiServices): Promise<void> {
	const { authenticator, rooms, webhooks, developmentKey } = services;
	await app.register(async (scope: App) => {
		authenticateRequests(scope, authenticator);
		registerRoomRoutes(scope, rooms, services.publicUrl);
		registerWebhookRoutes(scope, webhooks);
	});
	registerPublicKeyRoute(app, webhooks);
	registerDevelopmentRoutes(app, {
		key: developmentKey,
		findRoom: (keyId, reference) => rooms.find(keyId, reference),
	});
}
