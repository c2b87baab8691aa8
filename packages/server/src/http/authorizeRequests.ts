import type { Action } from '@roomcast/contract';
import type { FastifyContextConfig } from 'fastify';
import { authorize } from '../policy/authorize.ts';
import type { App } from './App.ts';
import { callerOf } from './authenticateRequests.ts';

/**
 * Let only those use the endpoints of this scope who may do their `action`. A route without one is not registered. After
 * `authenticateRequests`, and before the body is read.
 */
export function authorizeRequests(scope: App): void {
	scope.addHook('onRoute', ({ method, url, config }) => {
		if (actionOf(config) === undefined) throw new Error(`${method} ${url} names no action of the policy`);
	});
	scope.addHook('onRequest', async (request) => {
		const action = actionOf(request.routeOptions.config);
		if (action === undefined) throw new Error(`${request.routeOptions.url} names no action of the policy`);
		authorize(action, callerOf(request));
	});
}

function actionOf(config: FastifyContextConfig | undefined): Action | undefined {
	const action = config?.endpoint?.action;
	return action === 'open' ? undefined : action;
}
