import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS_ENDPOINTS, RoomcastError } from '@roomcast/contract';
import type { Registry } from 'prom-client';
import type { Core } from '../Core.ts';
import type { App } from './App.ts';
import { implement } from './implement.ts';

const PATH = METRICS_ENDPOINTS.getMetrics.path;

/** What `/metrics` shows, and to whom. */
export interface MetricsOptions {
	readonly registry: Registry;
	/** What a reader has to send as its bearer token; undefined: nothing. */
	readonly token: string | undefined;
}

/** `/metrics` beside the API. */
export function registerMetricsRoute(app: App, { registry, token }: MetricsOptions): void {
	implement(
		app,
		METRICS_ENDPOINTS,
		{
			getMetrics: async ({ request, reply }) => {
				if (!mayRead(request.headers.authorization, token))
					throw new RoomcastError('INVALID_TOKEN', 'send the token of ROOMCAST_METRICS_TOKEN');
				reply.type(registry.contentType);
				return registry.metrics();
			},
		},
		{ getMetrics: { logLevel: 'warn', config: { costsStrangers: true } } },
	);
}

/**
 * `/metrics` on a port of its own, where the settings name one.
 *
 * @throws when the port is not available
 */
export async function listenForMetrics({ config, registry, logger, onClose }: Core): Promise<void> {
	const { host, metricsPort: port, metricsToken: token } = config;
	if (port === undefined) return;
	const server = createServer({ requestTimeout: 10_000 }, async (request, response) => {
		response.setHeader('x-content-type-options', 'nosniff');
		if (request.url?.split('?', 1)[0] !== PATH) response.writeHead(404).end();
		else if (!mayRead(request.headers.authorization, token)) response.writeHead(401).end();
		else response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
	});
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	server.once('error', reject).listen(port, host, resolve);
	try {
		await promise;
	} catch (error) {
		const { message } = error as Error;
		throw new Error(`ROOMCAST_METRICS_PORT: port ${port} is not available (${message})`, { cause: error });
	}
	onClose(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	logger.info({ port: (server.address() as AddressInfo).port }, 'metrics are on a separate port');
}

/** In a time that does not tell how much of it is right. */
function mayRead(authorization: string | undefined, token: string | undefined): boolean {
	if (token === undefined) return true;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(authorization?.replace(/^Bearer\s+/i, '') ?? ''), digest(token));
}
