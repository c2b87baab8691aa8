import type { Static, TSchema } from 'typebox';
import type { ErrorName } from '../errors/table.ts';
import type { Action } from '../policy/policy.ts';

/** Groups of endpoints in the reference, in its order. */
export const TAGS = {
	Rooms: 'A room is a permanent address for calls.',
	Sessions: 'A session is one occupancy of a room, from the first join to the last leave.',
	'Waiting room': 'Guests who ask to be let in. A Roomcast addition.',
	Recordings: 'The meeting as one picture and one sound.',
	'Participant recordings': 'One participant, in one file.',
	'Track recordings': 'One stream of a participant, as sent.',
	HLS: 'The meeting live on the web, for any number of viewers.',
	Livestreams: 'The meeting live to RTMP servers.',
	WHIP: 'Publish with only HTTP and WebRTC: encoders, OBS.',
	Storage: 'Your own bucket for recordings. A Roomcast addition.',
	Webhooks: 'The messages to your endpoints, and what signs them.',
	Development: 'Only while the server runs on its development key.',
	Operations: 'For load balancers, orchestrators and Prometheus.',
} as const;

/** Headers of answers that have the id of what was started: some bodies are a sentence, as in VideoSDK. */
export const ID_HEADERS = ['x-recording-id', 'x-livestream-id', 'x-hls-id'] as const;
export type IdHeader = (typeof ID_HEADERS)[number];

/** One endpoint of the REST API: everything that the server, its reference and its clients know about it. */
export interface Endpoint {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With `:name` for parameters. */
	readonly path: `/${string}`;
	/** What it does, in the words of the policy, which says who may; `open`: it answers without a token. */
	readonly action: Action | 'open';
	/**
	 * Whether it is about the running session of a room. In a cluster it is answered by the node that has that, which is
	 * found by `roomId`, `sessionId` or `id` (of a capture) in the path, the query or the body, or by the room of the token.
	 */
	readonly atHome?: true;
	/** What it does in a few words, without a full stop. */
	readonly title: string;
	/** What a caller also needs to know, in whole sentences. */
	readonly text: string;
	readonly params?: TSchema;
	readonly query?: TSchema;
	readonly body?: TSchema;
	/** Whether the body may be absent. */
	readonly bodyOptional?: boolean;
	/** Largest body, in bytes; default: `MAX_BODY`. */
	readonly bodyLimit?: number;
	/** Media type of the body; default: JSON. */
	readonly bodyType?: string;
	readonly answer: TSchema;
	/** Media type of the answer; default: JSON. */
	readonly answerType?: string;
	/** Header of the answer that has the id of what was started. */
	readonly idHeader?: IdHeader;
	/** Of the answer when all goes well; default: 200. */
	readonly status?: 200 | 201;
	/** Another answer of the same form, when not all goes well. */
	readonly alsoAnswers?: 503;
	/** Its errors, in addition to those of every endpoint (`endpointErrors.ts`). */
	readonly errors?: readonly ErrorName[];
}

/** An endpoint with what its group gives it. */
export type Declared<E extends Endpoint = Endpoint, Id extends string = string> = E & {
	/** `operationId` of the OpenAPI document. */
	readonly id: Id;
	readonly tag: keyof typeof TAGS;
};

/** Endpoints by their ids. */
export type EndpointGroup = Readonly<Record<string, Declared>>;

/** Declares the endpoints of a concept, by their ids. */
export function declareEndpoints<const G extends Readonly<Record<string, Endpoint>>>(
	tag: keyof typeof TAGS,
	group: G,
): { readonly [Id in keyof G & string]: Declared<G[Id], Id> } {
	const declared = Object.entries(group).map(([id, endpoint]) => [id, { ...endpoint, id, tag }]);
	return Object.fromEntries(declared);
}

/** What a part of a request is in TypeScript; undefined where the endpoint has none. */
export type PartOf<E, Part extends 'params' | 'query' | 'body'> =
	E extends Record<Part, infer S extends TSchema> ? Static<S> : undefined;

/** What an endpoint answers, in TypeScript. */
export type AnswerOf<E extends Endpoint> = Static<E['answer']>;
