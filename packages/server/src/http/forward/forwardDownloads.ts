import type { FastifyReply, FastifyRequest } from 'fastify';
import { Elsewhere } from '../../cluster/homes/Homes.ts';
import type { App } from '../App.ts';
import { type ForwardedAnswer, type ForwardedRequest, headerPairs } from './messages.ts';
import { SharedAnswers } from './SharedAnswers.ts';
import { isForwarded } from './serveForwarded.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What the parameter `id` of the route names, which another node may have: a stream by its public id, or a `roomId`. */
		watches?: Watched;
	}
}

export type Watched = 'stream' | 'room';

/** How those who watch get to the node that has what they watch. */
export interface DownloadForwarding {
	/** Resolves when it is here, or nowhere. @throws Elsewhere */
	find(what: Watched, id: string): Promise<void>;
	/** @throws RoomcastError SESSION_ELSEWHERE when that node does not answer */
	fetch(nodeId: string, request: ForwardedRequest): Promise<ForwardedAnswer>;
}

/** Headers of a request that change its answer. */
const ASKED = ['range', 'accept-encoding', 'if-none-match', 'if-modified-since', 'if-range'];
/** ms for which is remembered where something is: players ask several times a second. */
const FOUND_FOR = 1_000;

/** Has the routes with `watches` answered by the node that has what is watched, once for all who ask the same. */
export function forwardDownloads(app: App, { find, fetch }: DownloadForwarding): void {
	const shared = new SharedAnswers();
	/** In the order in which they are forgotten. */
	const found = new Map<string, { readonly nodeId: Promise<string | undefined>; readonly until: number }>();
	const nodeOf = (what: Watched, id: string): Promise<string | undefined> => {
		const now = performance.now();
		for (const [each, { until }] of found) {
			if (until > now) break;
			found.delete(each);
		}
		const known = found.get(id);
		if (known !== undefined) return known.nodeId;
		const nodeId = find(what, id).then(
			() => undefined,
			(error: unknown) => {
				if (error instanceof Elsewhere) return error.nodeId;
				throw error;
			},
		);
		found.set(id, { nodeId, until: now + FOUND_FOR });
		return nodeId;
	};
	app.addHook('preHandler', async (request, reply) => {
		const { watches } = request.routeOptions.config;
		if (watches === undefined || isForwarded(request)) return;
		const nodeId = await nodeOf(watches, (request.params as { id: string }).id);
		if (nodeId === undefined) return;
		const { key, asked } = questionOf(request);
		return answer(reply, await shared.get(`${nodeId} ${key}`, () => fetch(nodeId, asked)));
	});
}

function questionOf({ method, url, headers, ip }: FastifyRequest): { key: string; asked: ForwardedRequest } {
	const pairs = headerPairs(headers).filter(([name]) => ASKED.includes(name));
	return {
		key: `${method} ${url} ${JSON.stringify(pairs)}`,
		asked: { method, path: url, headers: pairs, body: null, address: ip },
	};
}

function answer(reply: FastifyReply, { status, headers, body }: ForwardedAnswer): FastifyReply {
	reply.code(status);
	for (const [name, value] of headers) reply.header(name, value);
	return reply.send(body);
}
