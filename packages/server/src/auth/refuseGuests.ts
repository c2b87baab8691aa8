import { RoomcastError } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { callerOf } from './authenticateRequests.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The route answers a token with `ask_join` as well. */
		guests?: boolean;
	}
}

/**
 * Let nobody use the routes of this scope with a token that only asks to be let in, but for those that say
 * `config: { guests: true }`: who waits sees nothing of the room, and makes none. After `authenticateRequests`.
 */
export function refuseGuests(scope: App): void {
	scope.addHook('onRequest', async (request) => {
		if (request.routeOptions.config.guests === true) return;
		if (callerOf(request).permissions.includes('ask_join'))
			throw new RoomcastError('INVALID_PERMISSIONS', 'a token with `ask_join` is for asking to be let in');
	});
}
