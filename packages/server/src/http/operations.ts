import { Health, Readiness } from '@roomcast/contract';
import type { App } from './App.ts';
import { operation } from './operation.ts';

/** Something that the server cannot work without. */
export interface ReadinessCheck {
	/** For example `database`. */
	readonly name: string;
	/** Resolves when it works; rejects with what is wrong. */
	check(): Promise<void>;
}

const CHECK_TIMEOUT_MS = 3_000;

/** `/healthz` and `/readyz`, for load balancers and orchestrators. They answer without a token. */
export function registerOperations(app: App, checks: readonly ReadinessCheck[]): void {
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
			description: 'Asks everything that a call needs: the database, the media workers. 503 when one does not answer.',
			errors: [],
		},
		{ answer: Readiness },
	);
	app.get(
		'/readyz',
		{ logLevel: 'warn', schema: { ...readiness, response: { ...readiness.response, 503: Readiness } } },
		async (_request, reply) => {
			const results = await Promise.all(checks.map(runCheck));
			const ready = results.every(([, result]) => result === 'ok');
			return reply.code(ready ? 200 : 503).send({ ready, checks: Object.fromEntries(results) });
		},
	);
}

async function runCheck({ name, check }: ReadinessCheck): Promise<[string, string]> {
	const timeout = Promise.withResolvers<never>();
	const timer = setTimeout(() => timeout.reject(new Error(`no answer in ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
	try {
		await Promise.race([check(), timeout.promise]);
		return [name, 'ok'];
	} catch (error) {
		return [name, (error as Error).message];
	} finally {
		clearTimeout(timer);
	}
}
