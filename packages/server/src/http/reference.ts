import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { App } from './App.ts';

const PREFIX = '/docs';

/** The page brings its own script; nothing of it comes from, or goes to, another host. */
const REFERENCE_CSP = [
	"default-src 'self'",
	"script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"font-src 'self' data:",
	"worker-src 'self' blob:",
	"object-src 'none'",
	"base-uri 'self'",
	"frame-ancestors 'self'",
].join('; ');

/**
 * The page `/docs`, to read and try the API. It is loaded when somebody first looks: the package is large, and a start
 * does not wait for it.
 *
 * @param document where the OpenAPI document is, relative to `/docs/`
 */
export function registerReference(app: App, document: string): void {
	let reference: Promise<FastifyInstance> | undefined;
	const show = async (request: FastifyRequest, reply: FastifyReply) => {
		// Relative, as everything in the page: a proxy may serve it below a path.
		if (request.url.split('?', 1)[0] === PREFIX) return reply.redirect('docs/');
		reference ??= createReference(document);
		const inner = await reference;
		// The inner app answers on the same socket; what is set already, such as the request id, stays.
		for (const [name, value] of Object.entries(reply.getHeaders()))
			if (value !== undefined) reply.raw.setHeader(name, value);
		reply.hijack();
		inner.routing(request.raw, reply.raw);
	};
	for (const url of [PREFIX, `${PREFIX}/*`]) app.get(url, { config: { costsStrangers: true } }, show);
	app.addHook('onClose', async () => (await reference)?.close());
}

async function createReference(document: string): Promise<FastifyInstance> {
	const { default: apiReference } = await import('@scalar/fastify-api-reference');
	const app = Fastify();
	app.addHook('onSend', async (_request, reply) => {
		reply.header('content-security-policy', REFERENCE_CSP);
	});
	await app.register(apiReference, {
		routePrefix: PREFIX,
		configuration: {
			url: document,
			pageTitle: 'Roomcast API reference',
			withDefaultFonts: false,
			telemetry: false,
			hideClientButton: true,
			agent: { disabled: true },
			mcp: { disabled: true },
			showDeveloperTools: 'never',
			defaultOpenFirstTag: true,
			authentication: { preferredSecurityScheme: 'token' },
		},
	});
	await app.ready();
	return app;
}
