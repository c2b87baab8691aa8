import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from './App.ts';

/** The caller's `x-request-id` when it is a reasonable one, else a new id. */
export function requestId(request: IncomingMessage): string {
	const given = request.headers['x-request-id'];
	return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

/**
 * Put the request id on every answer, and write a line for each. The query is left out: links to the meeting page carry
 * tokens in it.
 */
export function registerRequestLog(app: App): void {
	app.addHook('onRequest', async (request, reply) => {
		reply.header('x-request-id', request.id);
	});
	app.addHook('onResponse', async (request, reply) => {
		const [path] = request.url.split('?', 1);
		const ms = Math.round(reply.elapsedTime * 10) / 10;
		const line = { method: request.method, path, status: reply.statusCode, ms };
		request.log.info(line, 'request');
	});
}
