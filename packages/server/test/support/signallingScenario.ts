import type { CreateRoomBody, Permission, RequestReply } from '@roomcast/contract';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { SignallingClient } from './SignallingClient.ts';
import { TestServer } from './TestServer.ts';

/** What a scenario of signalling has. */
export interface SignallingScenario {
	server(): TestServer;
	/** @returns its room id */
	newRoom(body?: CreateRoomBody): Promise<string>;
	/** A connection that has not joined, closed after the test. */
	open(): Promise<SignallingClient>;
	/**
	 * One who is in a room, until the test is over.
	 *
	 * @param as a token, or the permissions of a new one; a moderator when absent
	 */
	join(
		roomId: string,
		participantId: string,
		as?: string | Permission[],
	): Promise<{ client: SignallingClient; joined: RequestReply<'join'> }>;
}

/** A server for all tests of a file. @param settings `ROOMCAST_*` variables that differ from those of tests */
export function signallingScenario(settings: Readonly<Record<string, string>> = {}): SignallingScenario {
	let server: TestServer;
	const clients: SignallingClient[] = [];
	const kept = (client: SignallingClient) => {
		clients.push(client);
		return client;
	};
	beforeAll(async () => {
		server = await TestServer.create(settings);
	});
	afterEach(() => {
		for (const client of clients.splice(0)) client.close();
	});
	afterAll(() => server.close());
	return {
		server: () => server,
		newRoom: async (body = {}) => (await server.room(body)).roomId,
		open: async () => kept(await SignallingClient.open(server.url)),
		async join(roomId, participantId, as = ['allow_join', 'allow_mod']) {
			const token = typeof as === 'string' ? as : await server.token({ permissions: as });
			const entered = await SignallingClient.join(server.url, { token, roomId, participantId, name: participantId });
			kept(entered.client);
			return entered;
		},
	};
}
