import type { Readable } from 'node:stream';
import {
	type AnswerOf,
	type Declared,
	type Endpoint,
	type EndpointGroup,
	MAX_BODY,
	type PartOf,
	RoomcastError,
} from '@roomcast/contract';
import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Caller } from '../auth/Caller.ts';
import type { App } from './App.ts';
import { callerOf } from './authenticateRequests.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What the route implements; undefined for pages and files. */
		endpoint?: Declared;
	}
}

/** One call of an endpoint: its parts fit the contract. */
export interface Call<Asking, Params, Query, Body> {
	/** Whose token it is; undefined for endpoints that need none. */
	readonly caller: Asking;
	readonly params: Params;
	readonly query: Query;
	readonly body: Body;
	readonly request: FastifyRequest;
	/** For headers. */
	readonly reply: FastifyReply;
}

type CallOf<E extends Endpoint> = Call<
	E['action'] extends 'open' ? undefined : Caller,
	PartOf<E, 'params'>,
	PartOf<E, 'query'>,
	PartOf<E, 'body'>
>;

/** Text of another media type may come as a stream; undefined is an answer without content (204). */
type Answer<E extends Endpoint> = E extends { readonly answerType: string }
	? string | Readable | undefined
	: AnswerOf<E>;

/** What answers the calls of an endpoint. It throws only errors that the endpoint declares. */
export type Handler<E extends Endpoint> = (call: CallOf<E>) => Promise<Answer<E>> | Answer<E>;

/** How a route runs, which its callers do not see. */
type RouteOptions = Pick<RouteShorthandOptions, 'config' | 'logLevel'>;

/** Registers the routes of a group of endpoints: one handler each. */
export function implement<G extends EndpointGroup>(
	app: App,
	group: G,
	handlers: { readonly [Id in keyof G]: Handler<G[Id]> },
	options: { readonly [Id in keyof G]?: RouteOptions } = {},
): void {
	for (const [id, endpoint] of Object.entries(group)) {
		const handler = handlers[id] as (call: Call<unknown, unknown, unknown, unknown>) => unknown;
		const { method, path, bodyLimit = MAX_BODY, bodyType } = endpoint;
		app.route({
			...options[id],
			method,
			url: path,
			bodyLimit,
			config: { ...options[id]?.config, endpoint },
			schema: schemasOf(endpoint),
			...(bodyType === undefined ? {} : { preValidation: async (request) => needType(request, bodyType) }),
			handler: async (request, reply) => {
				const caller = endpoint.action === 'open' ? undefined : callerOf(request);
				const { params, query, body } = request;
				const call = { caller, params, query, body, request: request as FastifyRequest, reply: reply as FastifyReply };
				return send(call.reply, endpoint, await handler(call));
			},
		});
	}
}

function schemasOf({ params, query, body, answer, status = 200, alsoAnswers }: Endpoint) {
	return {
		...(params === undefined ? {} : { params }),
		...(query === undefined ? {} : { querystring: query }),
		...(body === undefined ? {} : { body }),
		response: { [status]: answer, ...(alsoAnswers === undefined ? {} : { [alsoAnswers]: answer }) },
	};
}

/** @throws RoomcastError UNSUPPORTED_MEDIA_TYPE */
function needType({ headers }: FastifyRequest, type: string): void {
	const said = headers['content-type'];
	if (said?.split(';')[0]?.trim().toLowerCase() !== type)
		throw new RoomcastError('UNSUPPORTED_MEDIA_TYPE', `\`Content-Type\` is ${said ?? 'missing'}; it must be ${type}`);
}

function send(reply: FastifyReply, { answerType, status = 200 }: Endpoint, answer: unknown): FastifyReply {
	if (answer === undefined) return reply.code(204).send();
	if (reply.statusCode === 200) reply.code(status);
	if (answerType !== undefined) {
		if (!reply.hasHeader('content-type')) reply.type(answerType);
		return reply.send(answer);
	}
	// Fastify takes a string for plain text, or for JSON that is written already.
	if (typeof answer === 'string') return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
	return reply.send(answer);
}
