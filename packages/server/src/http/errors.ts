import { declaresError, errorBody, RoomcastError } from '@roomcast/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { reportRequest } from '../security/reportRequest.ts';

/**
 * The error of the table that stands for whatever was thrown while answering.
 *
 * @param bodyLimit of the route, in bytes
 */
export function toRoomcastError(error: unknown, bodyLimit?: number): RoomcastError {
	if (error instanceof RoomcastError) return error;
	const { cause, statusCode, message } = error as FastifyError;
	if (cause instanceof RoomcastError) return cause;
	const options = { cause: error };
	switch (statusCode) {
		case 404:
			return new RoomcastError('NOT_FOUND', undefined, options);
		case 413:
			return new RoomcastError('PAYLOAD_TOO_LARGE', `the body may have at most ${bodyLimit} bytes`, options);
		case 415:
			return new RoomcastError('UNSUPPORTED_MEDIA_TYPE', message, options);
		case 503:
			return new RoomcastError('SHUTTING_DOWN', undefined, options);
		default:
			// Such as 414: a parameter of the path that is longer than any can be.
			if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
				return new RoomcastError('VALIDATION_FAILED', message, options);
			return new RoomcastError('SOMETHING_WENT_WRONG', undefined, options);
	}
}

/**
 * Answers what a handler threw. An error that its endpoint does not declare is an error of ours.
 *
 * @param onUndeclared hears of it, and may throw
 */
export function errorHandler(onUndeclared: (error: Error) => void) {
	return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
		const { endpoint } = request.routeOptions.config;
		const { error } = toRoomcastError(thrown);
		if (endpoint === undefined || declaresError(endpoint, error)) return answerError(thrown, request, reply);
		try {
			onUndeclared(new Error(`${endpoint.method} ${endpoint.path} answers ${error}, which it does not declare`));
			return answerError(thrown, request, reply);
		} catch (fault) {
			return answerError(fault, request, reply);
		}
	};
}

/** Answer an error in the one form that all REST errors have. What is our fault goes to the log. */
export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const error = toRoomcastError(thrown, request.routeOptions.bodyLimit);
	reportRequest(error, request);
	if (error.status >= 500) request.log.error({ err: thrown }, 'request failed');
	// RFC 9110 section 10.2.3. What refused the request may know better than the table.
	if (error.retryAfter !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', error.retryAfter);
	return reply
		.code(error.status)
		.header('x-request-id', request.id)
		.type('application/json; charset=utf-8')
		.serializer((body) => JSON.stringify(body))
		.send(errorBody(error, request.id));
}
