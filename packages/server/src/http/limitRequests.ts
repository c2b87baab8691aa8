import type { Limits } from '../limits/Limits.ts';
import type { App } from './App.ts';
import { callerOf } from './authenticateRequests.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The route answers without a token, and costs something each time: it counts for the address. */
		costsStrangers?: boolean;
	}
}

/**
 * Let each token and each key call the routes of this scope only so often; what is more is answered with 429 and
 * `Retry-After` (RFC 9110 section 10.2.3). After `authenticateRequests`.
 */
export function limitRequests(scope: App, limits: Limits): void {
	scope.addHook('onRequest', async (request) => limits.call(callerOf(request)));
}

/** Let each address ask only so often for what answers without a token and costs something; call it before the first route. */
export function limitStrangers(app: App, limits: Limits): void {
	app.addHook('onRequest', async (request) => {
		if (request.routeOptions.config.costsStrangers === true) limits.stranger(request.ip);
	});
}
