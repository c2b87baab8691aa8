import cors from '@fastify/cors';
import { RoomcastError } from '@roomcast/contract';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { App, ContractTypes } from './App.ts';
import { registerBodies } from './bodies.ts';
import { answerError } from './errors.ts';
import { registerHttpMetrics } from './metrics.ts';
import { registerOpenApi } from './openApi.ts';
import { type ReadinessCheck, registerOperations } from './operations.ts';
import { RouteTable } from './RouteTable.ts';
import { registerRequestLog, requestId } from './requestLog.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';

export interface AppOptions {
	readonly logger: Logger;
	/** Version of the server, for the OpenAPI document. */
	readonly version: string;
	/** Origins whose pages may call the API. */
	readonly corsOrigins: '*' | readonly string[];
	/** What `/readyz` asks. */
	readonly checks: readonly ReadinessCheck[];
	/** What `/metrics` shows. */
	readonly registry: Registry;
	/** An answer against its contract becomes a 500, instead of a line in the log. For tests. */
	readonly strictAnswers: boolean;
}

/** Largest body, in bytes: a room with the most `allowedParticipantIds`. */
const BODY_LIMIT = 1024 * 1024;
/** Longest path parameter as it is written: 128 characters of four UTF-8 bytes, each as `%xx`. */
const MAX_PARAM_LENGTH = 128 * 12;

/**
 * The Fastify app with everything that holds for all routes: validation by the contract, one form of errors, CORS,
 * request ids, the log, metrics, the OpenAPI document. Register routes, then listen.
 */
export async function createApp(options: AppOptions): Promise<{ app: App; routes: RouteTable }> {
	const app: App = Fastify({
		loggerInstance: options.logger as FastifyBaseLogger,
		logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
		genReqId: requestId,
		bodyLimit: BODY_LIMIT,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
		frameworkErrors: (error, request, reply) => answerError(error, request, reply),
	}).withTypeProvider<ContractTypes>();

	const routes = new RouteTable(app);
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(
		serializerCompiler((error) => {
			if (options.strictAnswers) throw error;
			options.logger.error({ err: error }, 'an answer is not what the contract promises');
		}),
	);
	registerBodies(app);
	registerRequestLog(app);
	registerHttpMetrics(app, options.registry);

	app.setErrorHandler(answerError);
	app.setNotFoundHandler((request, reply) => {
		const path = request.url.split('?', 1)[0] ?? '/';
		const methods = routes.methodsOf(path);
		if (methods.length === 0 || methods.includes(request.method))
			return answerError(new RoomcastError('NOT_FOUND', `${request.method} ${path}`), request, reply);
		reply.header('allow', methods.join(', '));
		const details = `${request.method} ${path}; it answers ${methods.join(', ')}`;
		return answerError(new RoomcastError('METHOD_NOT_ALLOWED', details), request, reply);
	});

	await app.register(cors, {
		delegator: (request, done) =>
			done(null, {
				// A page of another site must not get development tokens from a server on somebody's own machine.
				origin: request.url?.startsWith('/dev/') ? false : corsOrigin(options.corsOrigins),
				methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
				exposedHeaders: ['x-request-id', 'retry-after', 'allow'],
				maxAge: 600,
				strictPreflight: false,
			}),
	});
	await registerOpenApi(app, options.version);
	registerOperations(app, options.checks, options.registry);
	return { app, routes };
}

function corsOrigin(origins: '*' | readonly string[]): '*' | string[] {
	return origins === '*' ? '*' : [...origins];
}
