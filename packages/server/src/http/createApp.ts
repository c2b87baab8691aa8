import { MAX_BODY } from '@roomcast/contract';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Core } from '../Core.ts';
import type { Limits } from '../limits/Limits.ts';
import type { App, ContractTypes } from './App.ts';
import { registerBodies } from './bodies.ts';
import { clientErrorHandler } from './clientErrors.ts';
import { registerCors } from './cors.ts';
import { answerError, errorHandler } from './errors.ts';
import { limitConnections } from './limitConnections.ts';
import { limitStrangers } from './limitRequests.ts';
import { registerHttpMetrics } from './metrics.ts';
import { registerMetricsRoute } from './metricsRoute.ts';
import { refuseMissingFeatures } from './missingFeatures.ts';
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
	/** What `/readyz` asks. */
	readonly checks: readonly ReadinessCheck[];
	/** An answer against its contract becomes a 500, instead of a line in the log. For tests. */
	readonly strictAnswers: boolean;
	readonly limits: Limits;
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
export async function createApp(
	{ config, logger, registry, security, publicUrl, onClose }: Core,
	{ checks, strictAnswers, limits }: AppOptions,
): Promise<{ app: App; routes: RouteTable }> {
	const app: App = Fastify({
		loggerInstance: logger as FastifyBaseLogger,
		logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
		genReqId: requestId,
		bodyLimit: MAX_BODY,
		connectionTimeout: IDLE,
		requestTimeout: config.requestTimeout * 1000,
		http: {
			headersTimeout: config.requestTimeout * 1000,
			connectionsCheckingInterval: CHECK_INTERVAL,
			shouldUpgradeCallback: isUpgrade,
		},
		clientErrorHandler: clientErrorHandler(limits.refusals),
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
		frameworkErrors: (error, request, reply) => answerError(error, request, reply),
	}).withTypeProvider<ContractTypes>();

	onClose(() => app.close());
	app.decorate('security', security);
	const routes = new RouteTable(app);
	const onMismatch = (error: Error) => {
		if (strictAnswers) throw error;
		logger.error({ err: error }, 'an answer does not match the contract');
	};
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(serializerCompiler(onMismatch));
	useClientAddresses(app, limits);
	limitConnections(app.server, limits);
	registerBodies(app);
	closeOnUnreadBodies(app);
	closeRefusedUpgrades(app);
	registerPageHeaders(app);
	registerRequestLog(app);
	registerHttpMetrics(app, registry);

	app.setErrorHandler(errorHandler(onMismatch));
	await registerCors(app, config.corsOrigins);
	refuseMissingFeatures(app);
	registerNotFound(app, routes);
	limitStrangers(app, limits);
	registerOpenApi(app, routes, publicUrl);
	registerOperations(app, new Readyz(checks, logger));
	if (config.metricsPort === undefined) registerMetricsRoute(app, { token: config.metricsToken, registry });
	return { app, routes };
}
