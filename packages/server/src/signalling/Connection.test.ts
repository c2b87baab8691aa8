import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SoleHomes } from '../cluster/homes/SoleHomes.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import type { ClientSocket } from './ClientSocket.ts';
import { Connection, type ConnectionContext } from './Connection.ts';
import { UnsentBudget } from './UnsentBudget.ts';

/** A socket that keeps what is sent and how it was closed. */
class Socket extends EventEmitter {
	readonly OPEN = 1;
	readonly readyState = 1;
	readonly bufferedAmount = 0;
	readonly sent: string[] = [];
	readonly closings: [code: number, reason: string][] = [];
	send = (text: string) => this.sent.push(text);
	close = (code: number, reason: string) => this.closings.push([code, reason]);
	ping = () => {};
	terminate = () => {};
}

/** As long as a connection may have nobody, ms. */
const LIMIT = 90_000;
/** Longer than any of these tests: nobody is silent. */
const NEVER_SILENT = 100 * LIMIT;

/** A connection whose guests wait to be let in, or are at once. */
function connect({ admitted = false } = {}) {
	const host = { room: {}, withdrawEntry: () => {}, detachWaiter: () => {} };
	const context = {
		welcome: {},
		unsent: new UnsentBudget(() => {}),
		admission: { hear: async () => ({ room: { id: 'room' }, participantId: 'guest', displayName: 'Guest' }) },
		registry: { home: () => new SoleHomes().hold(), find: () => host, askEntry: () => ({ host, admitted }) },
		limits: { refuseStranger: () => undefined, refusals: { count: () => {} } },
		security: { refused: () => {}, report: () => {} },
		logger: { debug: () => {} },
	};
	const socket = new Socket();
	const started = awakeMs();
	const connection = new Connection(socket as never as ClientSocket, context as never as ConnectionContext, {
		address: '127.0.0.1',
	});
	return {
		socket,
		/** A look after so many ms. */
		async look(after: number) {
			connection.ping(started + after, NEVER_SILENT);
			await setImmediate();
			return socket.closings.map(([code]) => code);
		},
		async request(method: string, data: object) {
			socket.emit('message', Buffer.from(JSON.stringify({ id: 1, method, data })), false);
			await setImmediate();
			return JSON.parse(socket.sent.at(-1) ?? '');
		},
	};
}

const asking = { token: 'token', roomId: 'abcd-efgh-ijkl', participantId: 'guest' };

describe('a connection that nobody comes by', () => {
	it('is closed after 90 s, with the reason', async () => {
		const { look, socket } = connect();
		expect(await look(LIMIT)).toEqual([]);
		expect(await look(LIMIT + 5000)).toEqual([4401]);
		expect(socket.closings[0]?.[1]).toBe('nobody joined within 90 s');
	});

	it('is not kept by requests that are refused', async () => {
		const { look, request } = connect();
		expect(await request('store-get', { key: 'k' })).toMatchObject({ error: { name: 'NOT_JOINED' } });
		expect(await look(LIMIT + 5000)).toEqual([4401]);
	});

	it('may wait to be let in for as long as it takes', async () => {
		const { look, request } = connect();
		expect(await request('ask-entry', asking)).toMatchObject({ data: { admitted: false } });
		expect(await look(10 * LIMIT)).toEqual([]);
	});

	it('has as long to join from when it learned that it may', async () => {
		const { look, request } = connect({ admitted: true });
		expect(await request('ask-entry', asking)).toMatchObject({ data: { admitted: true } });
		expect(await look(LIMIT - 1000)).toEqual([]);
		expect(await look(LIMIT + 5000)).toEqual([4401]);
	});
});
