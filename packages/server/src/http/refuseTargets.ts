import type { TSchema } from 'typebox';
import type { RequestTargets } from '../net/RequestTargets.ts';
import type { App } from './App.ts';

/** Has every URL that a route takes looked at before the route is asked. Call it before the routes are registered. */
export function refuseTargets(app: App, targets: RequestTargets): void {
	app.addHook('onRoute', (route) => {
		const body = route.schema?.body as TSchema | undefined;
		if (body === undefined || !targets.has(body)) return;
		const before = route.preHandler === undefined ? [] : [route.preHandler].flat();
		route.preHandler = [async (request) => targets.check(body, request.body, 'body'), ...before];
	});
}
