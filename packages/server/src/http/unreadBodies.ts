import type { FastifyRequest } from 'fastify';
import type { App } from './App.ts';

/** As much of a refused body is read and discarded, in bytes: then the connection works for the next request. */
const THROWN_AWAY = 16 * 1024;

/**
 * Close the connection after an answer when much of the body was not read: a client that is refused may otherwise
 * continue to send, and Node.js reads to the end whatever was announced.
 */
export function closeOnUnreadBodies(app: App): void {
	app.addHook('onSend', async (request, reply) => {
		if (reply.statusCode >= 400 && isMuchUnread(request)) reply.header('connection', 'close');
	});
}

function isMuchUnread({ raw, headers }: FastifyRequest): boolean {
	if (raw.complete) return false;
	return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > THROWN_AWAY;
}
