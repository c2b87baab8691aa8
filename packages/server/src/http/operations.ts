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
					summary: 'The process lives',
					description: 'Answers as long as the process does. For liveness probes.',
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
			summary: 'The server can take calls',
			description:
				'Asks what calls need: 503 when the database takes no write, no media worker runs, or the server shuts down. `storage` and `disk` are only said: calls go on without them.',
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
