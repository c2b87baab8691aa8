import { Health, Readiness } from '@roomcast/contract';
import type { App } from './App.ts';
import { operation } from './operation.ts';
import type { Readyz } from './readiness.ts';

/** `/healthz` and `/readyz`, for load balancers and orchestrators. They answer without a token. */
export function registerOperations(app: App, readyz: Readyz): void {
	app.get(
		'/healthz',
		{
			logLevel: 'warn',
			schema: operation(
				{
					tags: ['Operations'],
					action: 'open',
					operationId: 'getHealth',
					summary: 'Check that the process runs',
					description: 'Answers as long as the process runs. For liveness probes.',
					errors: [],
				},
				{ answer: Health },
			),
		},
		async () => ({ status: 'ok' as const }),
	);

	const readiness = operation(
		{
			tags: ['Operations'],
			action: 'open',
			operationId: 'getReadiness',
			summary: 'Check that the server can take calls',
			description:
				'Checks what calls need. Answers 503 if the database accepts no writes, no media worker runs, or the server is shutting down. `storage` and `disk` are only information: calls continue without them.',
			errors: [],
		},
		{ answer: Readiness },
	);
	app.get(
		'/readyz',
		{
			config: { costsStrangers: true },
			logLevel: 'warn',
			schema: { ...readiness, response: { ...readiness.response, 503: Readiness } },
		},
		async (_request, reply) => {
			const answer = await readyz.ask();
			return reply.code(answer.ready ? 200 : 503).send(answer);
		},
	);
}
