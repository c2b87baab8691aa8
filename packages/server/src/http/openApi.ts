import type { App } from './App.ts';
import { openApiDocument } from './openApiDocument.ts';
import { publicPath } from './publicPath.ts';
import type { RouteTable } from './RouteTable.ts';
import { registerReference } from './reference.ts';

const OPENAPI_PATH = '/v2/openapi.json';

/**
 * `/v2/openapi.json`, which describes every endpoint of the app, and a page to read and try them at `/docs`.
 *
 * @param publicUrl where the server is: its path is the one that calls are below
 */
export function registerOpenApi(app: App, routes: RouteTable, publicUrl: () => string): void {
	// Made once, at the first call: then every route is known.
	let document: string | undefined;
	app.get(OPENAPI_PATH, { config: { costsStrangers: true } }, async (_request, reply) => {
		document ??= JSON.stringify(openApiDocument(routes.endpoints(), publicPath(publicUrl()) || '/'));
		return reply.type('application/json; charset=utf-8').send(document as never);
	});

	registerReference(app, `..${OPENAPI_PATH}`);
}
