import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../auth/Caller.ts';
import { reach } from '../../cluster/homes/reach.ts';
import type { App } from '../App.ts';
import { callerOf } from '../authenticateRequests.ts';
import { type ForwardedAnswer, type ForwardedRequest, headerPairs } from './messages.ts';
import { isForwarded } from './serveForwarded.ts';

/** What names the session that a request is about, as its caller gave it. */
export interface Subject {
	readonly roomId?: string | undefined;
	readonly sessionId?: string | undefined;
	/** Of a capture. */
	readonly id?: string | undefined;
}

/** How requests get to the node of their session. */
export interface Forwarding {
	/** Resolves when the session is here, or there is none. @throws Elsewhere when another node has it */
	find(caller: Caller, subject: Subject): Promise<void>;
	/** Has another node answer. */
	forward(nodeId: string, request: ForwardedRequest): Promise<ForwardedAnswer>;
	/** Whether the node cannot have seen a request that failed so. */
	isUnseen(failure: unknown): boolean;
}

/**
 * Has the requests of this scope that are about a running session answered by the node that has it. After everything
 * that refuses a request: what is forwarded is valid, and its caller may do it.
 */
export function forwardRequests(scope: App, forwarding: Forwarding): void {
	scope.addHook('preHandler', async (request, reply) => {
		if (request.routeOptions.config.endpoint?.atHome !== true || isForwarded(request)) return;
		const caller = callerOf(request);
		const reached = await reach<void, ForwardedAnswer>({
			find: () => forwarding.find(caller, subjectOf(request)),
			go: (nodeId) => forwarding.forward(nodeId, messageOf(request)),
			retries: forwarding.isUnseen,
			// The request itself is over once its body was read.
			wanted: () => !request.raw.socket.destroyed,
		});
		if ('away' in reached) return answer(reply, reached.away);
	});
}

function subjectOf({ params, query, body }: FastifyRequest): Subject {
	const parts = [params, query, body].filter((part): part is object => typeof part === 'object' && part !== null);
	const named = (name: keyof Subject) => {
		for (const part of parts) {
			const value: unknown = Object.hasOwn(part, name) ? Reflect.get(part, name) : undefined;
			if (typeof value === 'string') return value;
		}
		return undefined;
	};
	return { roomId: named('roomId'), sessionId: named('sessionId'), id: named('id') };
}

function messageOf({ method, url, headers, body, ip }: FastifyRequest): ForwardedRequest {
	const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
	return {
		method,
		path: url,
		// The body is written anew.
		headers: headerPairs(headers).filter(([name]) => name !== 'content-length'),
		body: text === undefined ? null : Buffer.from(text).toString('base64'),
		address: ip,
	};
}

function answer(reply: FastifyReply, { status, headers, body }: ForwardedAnswer): FastifyReply {
	reply.code(status);
	for (const [name, value] of headers) reply.header(name, value);
	return reply.send(body);
}
