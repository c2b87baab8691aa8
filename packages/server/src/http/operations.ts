import { OPERATION_ENDPOINTS } from '@roomcast/contract';
import type { App } from './App.ts';
import { implement } from './implement.ts';
import type { Readyz } from './readiness.ts';

/** `/healthz` and `/readyz`, for load balancers and orchestrators. They answer without a token. */
export function registerOperations(app: App, readyz: Readyz): void {
	implement(
		app,
		OPERATION_ENDPOINTS,
		{
			getHealth: () => ({ status: 'ok' as const }),
			getReadiness: async ({ reply }) => {
				const answer = await readyz.ask();
				if (!answer.ready) reply.code(503);
				return answer;
			},
		},
		{ getHealth: { logLevel: 'warn' }, getReadiness: { logLevel: 'warn', config: { costsStrangers: true } } },
	);
}
