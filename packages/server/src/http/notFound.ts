import { RoomcastError } from '@roomcast/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './App.ts';
import { answerError } from './errors.ts';
import type { RouteTable } from './RouteTable.ts';

/** Answer 404, or 405 with `Allow`, where there is no route. After CORS: other pages may read the answer as well. */
export function registerNotFound(app: App, routes: RouteTable): void {
	const answer = (request: FastifyRequest, reply: FastifyReply) => {
		const path = request.url.split('?', 1)[0] ?? '/';
		const methods = routes.methodsOf(path);
		if (methods.length === 0 || methods.includes(request.method))
			return answerError(new RoomcastError('NOT_FOUND', `${request.method} ${path}`), request, reply);
		reply.header('allow', methods.join(', '));
		const details = `${request.method} ${path}; it answers ${methods.join(', ')}`;
		return answerError(new RoomcastError('METHOD_NOT_ALLOWED', details), request, reply);
	};
	app.setNotFoundHandler(answer);
	// Fastify reads and parses a body for that handler; nobody needs to send one to where there is nothing.
	app.addHook('onRequest', async (request, reply) => (request.is404 ? answer(request, reply) : undefined));
}
