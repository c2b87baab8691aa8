import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody, RoomcastError } from '@roomcast/contract';
import type { Limits } from '../limits/Limits.ts';
import { rawAnswer } from './rawAnswer.ts';

/** s after which one of the connections that are there may be closed. */
const RETRY_AFTER = 10;

/** Let each address have only so many connections at a time. Those of proxies are not counted: they are those of many. */
export function limitConnections(server: Server, limits: Pick<Limits, 'connections' | 'isProxy'>): void {
	// Before Node.js begins to read: a client with too many connections is not worth a parser.
	server.prependListener('connection', (socket: Socket) => {
		const { remoteAddress } = socket;
		if (remoteAddress === undefined || limits.isProxy(remoteAddress)) return;
		const close = limits.connections.open(remoteAddress);
		if (close !== undefined) socket.once('close', close);
		else {
			const details = `this address has too many connections; wait ${RETRY_AFTER} s`;
			const error = new RoomcastError('TOO_MANY_REQUESTS', details, { retryAfter: RETRY_AFTER });
			socket.on('error', () => socket.destroy());
			socket.write(rawAnswer(error, errorBody(error)), () => socket.destroy());
		}
	});
}
