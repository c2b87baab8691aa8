import type { Action } from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { ROUTE_ACTION } from '../http/operation.ts';
import { authorize } from './authorize.ts';

/**
 * Let only those use the routes of this scope who may do what the route is declared to do (`action` of its operation).
 * A route that declares none is not registered. After `authenticateRequests`, and before the body is read.
 */
export function authorizeRequests(scope: App): void {
	scope.addHook('onRoute', ({ method, url, schema }) => {
		if (actionOf(schema) === undefined) throw new Error(`${method} ${url} names no action of the policy`);
	});
	scope.addHook('onRequest', async (request) => {
		const action = actionOf(request.routeOptions.schema);
		if (action === undefined) throw new Error(`${request.routeOptions.url} names no action of the policy`);
		authorize(action, callerOf(request));
	});
}

function actionOf(schema: unknown): Action | undefined {
	const action = (schema as Record<string, unknown> | undefined)?.[ROUTE_ACTION];
	return action === 'open' ? undefined : (action as Action | undefined);
}
