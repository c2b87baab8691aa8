import type { Static, TSchema } from 'typebox';
import type { AnswerOf, Endpoint, PartOf } from './Endpoint.ts';
import type { ENDPOINTS } from './endpoints.ts';

type Every = (typeof ENDPOINTS)[keyof typeof ENDPOINTS];
type RouteOf<E extends Endpoint> = E extends Endpoint ? `${E['method']} ${E['path']}` : never;
type ByRoute = { [E in Every as RouteOf<E>]: E };

/** What to ask for, for example `GET /v2/rooms/:roomId`. */
export type Route = keyof ByRoute;

/** What a request is made of: all that its endpoint declares. */
export type RequestParts<R extends Route> = Params<ByRoute[R]> & Query<ByRoute[R]> & Body<ByRoute[R]>;

/** What the answer to a request is. */
export type RequestAnswer<R extends Route> = AnswerOf<ByRoute[R]>;

type Params<E> = E extends { readonly params: TSchema } ? { readonly params: PartOf<E, 'params'> } : unknown;
type Query<E> = E extends { readonly query: TSchema } ? { readonly query?: PartOf<E, 'query'> } : unknown;
type Body<E> = E extends { readonly body: infer S extends TSchema }
	? E extends { readonly bodyOptional: true }
		? { readonly body?: Static<S> }
		: { readonly body: Static<S> }
	: unknown;

/** A request as `fetch` takes it, without the token. */
export interface HttpRequest {
	readonly method: string;
	/** Without a slash in front: servers may be below a path. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** The request of an endpoint, its parts typed by the declaration. For endpoints that take JSON. */
export function requestOf<R extends Route>(route: R, parts: RequestParts<R>): HttpRequest {
	const { params, query, body } = parts as { [Part in 'params' | 'query' | 'body']?: Record<string, unknown> };
	const [method = '', path = ''] = route.split(' ');
	const asked = path.slice(1).replaceAll(/:(\w+)/g, (_, name) => encodeURIComponent(String(params?.[name])));
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
	return {
		method,
		path: search.size === 0 ? asked : `${asked}?${search}`,
		...(body === undefined
			? { headers: {} }
			: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	};
}
