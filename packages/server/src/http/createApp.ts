import { MAX_BODY } from '@roomcast/contract';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Limits } from '../limits/Limits.ts';
import type { SecurityLog } from '../security/SecurityLog.ts';
import type { App, ContractTypes } from './App.ts';
import { registerBodies } from './bodies.ts';
import { clientErrorHandler } from './clientErrors.ts';
import { registerCors } from './cors.ts';
import { answerError, errorHandler } from './errors.ts';
import { limitConnections } from './limitConnections.ts';
import { limitStrangers } from './limitRequests.ts';
import { registerHttpMetrics } from './metrics.ts';
import { type MetricsOptions, registerMetricsRoute } from './metricsRoute.ts';
import { registerNotFound } from './notFound.ts';
import { registerOpenApi } from './openApi.ts';
import { registerOperations } from './operations.ts';
import { registerPageHeaders } from './pageHeaders.ts';
import { RouteTable } from './RouteTable.ts';
import { type ReadinessCheck, Readyz } from './readiness.ts';

import { registerRequestLog, requestId } from './requestLog.ts';
import { closeOnUnreadBodies } from './unreadBodies.ts';
import { closeRefusedUpgrades, isUpgrade } from './upgrades.ts';
import { useClientAddresses } from './useClientAddresses.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';

export interface AppOptions {
	readonly logger: Logger;
	/** Base of every link that is handed out. */
	publicUrl(): string;
	/** Origins whose pages may call the API. */
	readonly corsOrigins: '*' | readonly string[];
	/** What `/readyz` asks. */
	readonly checks: readonly ReadinessCheck[];
	/** What counts what this app does. */
	readonly registry: Registry;
	/** Who may read `/metrics` here; undefined when it is elsewhere. */
	readonly metrics: Pick<MetricsOptions, 'token'> | undefined;
	/** What hears of every request that is refused. */
	readonly security: SecurityLog;
	/** An answer against its contract becomes a 500, instead of a line in the log. For tests. */
	readonly strictAnswers: boolean;
	readonly limits: Limits;
	/** Seconds for a whole request to arrive. */
	readonly requestTimeout: number;
}

/** ms without a byte in either direction until a connection is closed: longer than any answer takes to begin. */
const IDLE = 180_000;
/** ms between looks for requests that do not arrive. */
const CHECK_INTERVAL = 1_000;
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
		bodyLimit: MAX_BODY,
		connectionTimeout: IDLE,
		requestTimeout: options.requestTimeout * 1000,
		http: {
			headersTimeout: options.requestTimeout * 1000,
			connectionsCheckingInterval: CHECK_INTERVAL,
			shouldUpgradeCallback: isUpgrade,
		},
		clientErrorHandler: clientErrorHandler(options.limits.refusals),
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
		frameworkErrors: (error, request, reply) => answerError(error, request, reply),
	}).withTypeProvider<ContractTypes>();

	app.decorate('security', options.security);
	const routes = new RouteTable(app);
	const onMismatch = (error: Error) => {
		if (options.strictAnswers) throw error;
		options.logger.error({ err: error }, 'an answer is not what the contract promises');
	};
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(serializerCompiler(onMismatch));
	useClientAddresses(app, options.limits);
	limitConnections(app.server, options.limits);
	registerBodies(app);
	closeOnUnreadBodies(app);
	closeRefusedUpgrades(app);
	registerPageHeaders(app);
	registerRequestLog(app);
	registerHttpMetrics(app, options.registry);

	app.setErrorHandler(errorHandler(onMismatch));
	await registerCors(app, options.corsOrigins);
	registerNotFound(app, routes);
	limitStrangers(app, options.limits);
	registerOpenApi(app, routes, options.publicUrl);
	registerOperations(app, new Readyz(options.checks, options.logger));
	if (options.metrics !== undefined) registerMetricsRoute(app, { ...options.metrics, registry: options.registry });
	return { app, routes };
}
