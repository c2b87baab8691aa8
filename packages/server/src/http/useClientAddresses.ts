import type { Limits } from '../limits/Limits.ts';
import type { App } from './App.ts';

/**
 * Make `request.ip` the address of the client, also behind proxies; call it before the first hook. Fastify's own `trustProxy`
 * takes whatever a proxy names for an address, believes `X-Forwarded-Host` as well, and trusts nobody when it is a number.
 */
export function useClientAddresses(app: App, limits: Pick<Limits, 'addressOf'>): void {
	app.addHook('onRequest', async (request) => {
		Object.defineProperty(request, 'ip', { value: limits.addressOf(request.raw) });
	});
}
