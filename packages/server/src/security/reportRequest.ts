import type { RoomcastError } from '@roomcast/contract';
import type { FastifyRequest } from 'fastify';
import { factsOf } from './facts.ts';
import type { SecurityLog } from './SecurityLog.ts';

declare module 'fastify' {
	interface FastifyInstance {
		/** Hears of every request that is refused. */
		security: SecurityLog;
	}
}

/** Write down that a request is answered with an error, if that is a security event. */
export function reportRequest(error: RoomcastError, request: FastifyRequest): void {
	const { method, ip: address, id: requestId } = request;
	const [path] = request.url.split('?', 1);
	request.server.security.refused(error, {
		address,
		method,
		path,
		requestId,
		...factsOf(request),
	});
}
