import websocket from '@fastify/websocket';
import { MAX_MESSAGE_BYTES, SIGNALLING_PATH, SUBPROTOCOL } from '@roomcast/contract';
import type { FastifyInstance } from 'fastify';
import type { Bus } from '../cluster/bus/Bus.ts';
import type { Limits } from '../limits/Limits.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import { Connection, type ConnectionContext } from './Connection.ts';
import { RelayedSocket } from './relay/RelayedSocket.ts';

/** ms between pings; after two without an answer the connection is closed. */
const PING_INTERVAL = 5000;

/** RFC 6455 section 7.4.2. */
const CLOSE_TOO_MANY = 4429;

/** What the WebSocket route needs; `welcome` without what this file knows itself. */
export type SignallingOptions = Omit<ConnectionContext, 'welcome' | 'limits' | 'openChannel'> & {
	/** The way to other nodes; undefined when there are none. */
	readonly bus: Bus | undefined;
	/** Of this node. */
	readonly region: string | undefined;
	readonly limits: Limits;
	readonly welcome: Omit<ConnectionContext['welcome'], 'pingInterval'>;
};

/**
 * Adds the WebSocket at `/signalling`. Origins are not checked here: the token is the credential, it is in the first
 * message and never in a cookie, so another site cannot use it.
 */
export async function registerSignalling(app: FastifyInstance, options: SignallingOptions): Promise<void> {
	const { bus, region } = options;
	const context: ConnectionContext = {
		...options,
		openChannel: bus && ((nodeId, client) => bus.open(nodeId, 'signalling', client)),
		welcome: { ...options.welcome, pingInterval: PING_INTERVAL },
	};
	const connections = new Set<Connection>();
	await app.register(websocket, {
		options: {
			maxPayload: MAX_MESSAGE_BYTES,
			handleProtocols: (protocols: Set<string>) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
		},
		errorHandler(error, socket, request) {
			// Frames against RFC 6455, and lines that break, have a code: `ws` closes the connection and says why.
			if (typeof (error as NodeJS.ErrnoException).code === 'string') return;
			request.log.error({ err: error }, 'a connection could not be accepted');
			socket.terminate();
		},
		// Clients come back to wherever they are let in; `server.close` alone would wait for them.
		preClose(done) {
			for (const connection of connections) connection.close(1001, 'server is going away');
			done();
		},
	});
	const { limits } = options;
	// A connection counts before it is made, so that a refusal costs no more than its request.
	const config = { costsStrangers: true };
	app.get(SIGNALLING_PATH, { websocket: true, config }, (socket, { ip, raw }) => {
		// Others were counted when they came.
		const release = limits.isProxy(raw.socket.remoteAddress ?? '') ? limits.connections.open(ip) : () => {};
		if (release === undefined) return socket.close(CLOSE_TOO_MANY, 'this address has too many connections');
		const connection = new Connection(socket, context, { address: ip, ...(region === undefined ? {} : { region }) });
		connections.add(connection);
		socket.once('close', () => {
			release();
			connections.delete(connection);
		});
	});
	bus?.accept('signalling', (origin, channel) => {
		const socket = new RelayedSocket(channel);
		const connection = new Connection(socket, context, origin, true);
		connections.add(connection);
		socket.once('close', () => connections.delete(connection));
	});
	const pinger = setInterval(() => {
		const now = awakeMs();
		for (const connection of connections) connection.ping(now, 2 * PING_INTERVAL + PING_INTERVAL / 2);
	}, PING_INTERVAL);
	app.addHook('onClose', async () => clearInterval(pinger));
}
