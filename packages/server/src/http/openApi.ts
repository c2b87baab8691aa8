import swagger from '@fastify/swagger';
import type { App } from './App.ts';
import { finishDocument } from './finishDocument.ts';
import { publicPath } from './publicPath.ts';
import { registerReference } from './reference.ts';

const OPENAPI_PATH = '/v2/openapi.json';

const DESCRIPTION = `Rooms and everything in them, compatible with the VideoSDK v2 REST API.

Every request needs a token in the \`Authorization\` header, with or without \`Bearer\`: a JWT signed (HS256) with the secret of
an API key. \`roomcast token --roles crawler\` mints one. Each key is one tenant and cannot see what belongs to other keys.`;

/**
 * Describe every route that is registered after this: `/v2/openapi.json`, and a page to read and try it at `/docs`.
 *
 * @param publicUrl where the server is: its path is the one that calls are below
 */
export async function registerOpenApi(app: App, version: string, publicUrl: () => string): Promise<void> {
	await app.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: { title: 'Roomcast', version, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
			tags: [
				{ name: 'Rooms', description: 'A room is a permanent address for calls.' },
				{
					name: 'Sessions',
					description: 'A session is one occupancy of a room, from the first join to the last leave.',
				},
				{ name: 'Waiting room', description: 'Guests who ask to be let in. A Roomcast addition.' },
				{ name: 'Storage', description: 'Your own bucket for recordings. A Roomcast addition.' },
				{ name: 'Recordings', description: 'The meeting as one picture and one sound.' },
				{ name: 'Participant recordings', description: 'One participant, in one file.' },
				{ name: 'Track recordings', description: 'One stream of a participant, as sent.' },
				{ name: 'HLS', description: 'The meeting live on the web, for any number of viewers.' },
				{ name: 'Livestreams', description: 'The meeting live to RTMP servers.' },
				{ name: 'WHIP', description: 'Publish with only HTTP and WebRTC: encoders, OBS.' },
				{ name: 'Webhooks', description: 'The messages to your endpoints, and what signs them.' },
				{ name: 'Development', description: 'Only while the server runs on its development key.' },
				{ name: 'Operations', description: 'For load balancers, orchestrators and Prometheus.' },
			],
			components: {
				securitySchemes: {
					token: {
						type: 'apiKey',
						in: 'header',
						name: 'Authorization',
						description: 'JWT of an API key, with or without `Bearer`',
					},
				},
			},
		},
	});

	// Made once, at the first call: then every route is known.
	let document: string | undefined;
	app.get(OPENAPI_PATH, { config: { costsStrangers: true }, schema: { hide: true } }, async (_request, reply) => {
		document ??= JSON.stringify({
			...finishDocument(app.swagger()),
			servers: [{ url: publicPath(publicUrl()) || '/' }],
		});
		return reply.type('application/json; charset=utf-8').send(document);
	});

	registerReference(app, `..${OPENAPI_PATH}`);
}
