import { type Static, type TSchema, Type } from 'typebox';

/**
 * Part of every subject of the bus: nodes of different versions do not hear each other. It changes only when a message
 * changes so that an older node would misread it. Fields that are added are optional, and unknown ones are ignored: so
 * a cluster is upgraded node by node.
 */
export const BUS_VERSION = 1;

const Headers = Type.Array(Type.Tuple([Type.String(), Type.String()]));
const Body = Type.Union([Type.String({ description: 'Base64' }), Type.Null()]);

interface BusRequestShape {
	readonly description: string;
	readonly data: TSchema;
	readonly reply: TSchema;
}

/** Every request that one node sends to another: what it carries, and what is answered. */
export const BUS_REQUESTS = {
	'open-channel': {
		description: 'Opens a channel between two nodes. Its messages are frames of their own, not requests.',
		data: Type.Object({
			id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
			from: Type.String({ description: 'The node that opens it' }),
			kind: Type.String(),
			head: Type.Unknown(),
		}),
		reply: Type.Object({}),
	},
	'take-session': {
		description:
			'A node that stops asks another to take a session over. When it is answered, clients that come back find it there.',
		data: Type.Object({ sessionId: Type.String(), from: Type.String({ description: 'The node that asks' }) }),
		reply: Type.Object({ taken: Type.Boolean() }),
	},
	'forget-parts': {
		description: 'A recording that continued on the node that asks is whole there. Its parts are not needed any more.',
		data: Type.Object({ captureId: Type.String() }),
		reply: Type.Object({}),
	},
	'give-up-rooms': {
		description:
			'The sessions of these rooms were taken over from the node that is asked. It learns that here too if it cannot reach the database.',
		data: Type.Object({ rooms: Type.Array(Type.String({ description: 'Document id' })) }),
		reply: Type.Object({}),
	},
} as const satisfies Record<string, BusRequestShape>;

export type BusRequestName = keyof typeof BUS_REQUESTS;
export type BusRequestData<N extends BusRequestName> = Static<(typeof BUS_REQUESTS)[N]['data']>;
export type BusReply<N extends BusRequestName> = Static<(typeof BUS_REQUESTS)[N]['reply']>;

interface BusNoticeShape {
	readonly description: string;
	readonly data: TSchema;
}

/** Everything that a node says to all others. Nobody answers, and one that is lost is not sent again. */
export const BUS_NOTICES = {
	'media-node': {
		description: 'A node that carries media, once a second: what it has to do, and where it is.',
		data: Type.Object({
			nodeId: Type.String(),
			region: Type.Optional(Type.String()),
			workerVersion: Type.String({ description: "Nodes with another one do not use each other's media workers" }),
			workers: Type.Integer({ minimum: 0, description: 'Media workers that each other node can have there; 0: none' }),
			streams: Type.Number({ minimum: 0, description: 'Of all its media workers, whichever node uses them' }),
		}),
	},
} as const satisfies Record<string, BusNoticeShape>;

export type BusNoticeName = keyof typeof BUS_NOTICES;
export type BusNotice<N extends BusNoticeName> = Static<(typeof BUS_NOTICES)[N]['data']>;

/** The first message of a channel `media-worker`, from the node on which the worker runs. */
export const MediaWorkerReady = Type.Object({
	pid: Type.Integer({ description: 'By which the worker names itself in its messages' }),
	listenIp: Type.String(),
	announcedAddress: Type.String({ description: 'For browsers' }),
	port: Type.Integer({ description: 'For browsers, UDP and TCP; nobody else on that machine uses it' }),
	internalAddress: Type.String({ description: 'For other nodes' }),
	pipePorts: Type.Object({ min: Type.Integer(), max: Type.Integer() }, { description: 'For other nodes, UDP' }),
});
export type MediaWorkerReady = Static<typeof MediaWorkerReady>;

/** Every kind of channel between two nodes, with what opens one. */
export const BUS_CHANNELS = {
	http: {
		description:
			'A request over HTTP for the node that has what it is about. The answer is a text, JSON with `status` and `headers`, and its body in bytes; then the channel is closed.',
		head: Type.Object({
			method: Type.String(),
			path: Type.String({ description: 'With its query' }),
			headers: Headers,
			body: Body,
			address: Type.String({ description: 'Of the client' }),
		}),
	},
	signalling: {
		description: 'The messages of one client, as its WebSocket carries them, to the node that has its session.',
		head: Type.Object({
			address: Type.String({ description: 'Of the client' }),
			region: Type.Optional(Type.String({ description: 'Of the node that the client reached' })),
		}),
	},
	'capture-part': {
		description:
			'A part of a recording, from the node that has it to the one on which the recording continued. Each of its files is a text, JSON with `name` and `size`, and its bytes.',
		head: Type.Object({ captureId: Type.String(), number: Type.Integer({ minimum: 1 }) }),
	},
	'media-worker': {
		description:
			'A media worker on another node. It says `MediaWorkerReady`; then bytes are what mediasoup writes to its worker, and what that answers. Texts, from the node that uses it, are the number of its streams. The worker ends with the channel.',
		head: Type.Object({ workerVersion: Type.String() }),
	},
} as const satisfies Record<string, { readonly description: string; readonly head: TSchema }>;

export type BusChannelKind = keyof typeof BUS_CHANNELS;
export type BusChannelHead<K extends BusChannelKind> = Static<(typeof BUS_CHANNELS)[K]['head']>;
