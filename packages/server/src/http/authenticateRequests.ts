import { RoomcastError } from '@roomcast/contract';
import type { FastifyRequest } from 'fastify';
import type { Authenticator } from '../auth/Authenticator.ts';
import type { Caller } from '../auth/Caller.ts';
import type { Limits } from '../limits/Limits.ts';
import { noteFacts } from '../security/facts.ts';
import type { App } from './App.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Let only those in, to the routes of this scope, whose token is valid for REST. */
export function authenticateRequests(scope: App, authenticator: Authenticator, limits: Limits): void {
	authenticate(scope, limits, (token, knownKeysOnly) => authenticator.forRest(token, { knownKeysOnly }));
}

/** Let only those in, to the routes of this scope, whose token is valid for publishing as an encoder. */
export function authenticatePublishers(scope: App, authenticator: Authenticator, limits: Limits): void {
	authenticate(scope, limits, (token, knownKeysOnly) => authenticator.forPublish(token, { knownKeysOnly }));
	// What was published before the end of a token can be restarted and ended with it after that.
	scope.addHook('onRequest', async (request) => {
		const { expired } = callerOf(request);
		if (expired !== undefined && request.method === 'POST') throw new RoomcastError('INVALID_TOKEN', expired);
	});
}

function authenticate(
	scope: App,
	limits: Limits,
	verify: (authorization: string | undefined, knownKeysOnly: boolean) => Promise<Caller>,
): void {
	// Before the body is read: who has no token does not get to send one.
	scope.addHook('onRequest', async (request) => {
		const { authorization } = request.headers;
		note(request, await limits.verified(request.ip, (knownKeysOnly) => verify(authorization, knownKeysOnly)));
	});
}

function note(request: FastifyRequest, caller: Caller): void {
	callers.set(request, caller);
	const { keyId, roomId, participantId } = caller;
	noteFacts(request, { keyId, roomId, participantId });
}

/** Who sent a request of a scope with `authenticateRequests`. */
export function callerOf(request: FastifyRequest): Caller {
	const caller = callers.get(request);
	if (caller === undefined) throw new Error(`${request.routeOptions.url} is not in an authenticated scope`);
	return caller;
}
