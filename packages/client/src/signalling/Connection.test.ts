import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { FakeServer, Refusal } from '../testing/FakeServer.ts';
import { Connection } from './Connection.ts';
import type { ConnectionTimes } from './connectionTimes.ts';

setLevel('NONE');

/** Only the first attempt is made at once: the next one would come when a test is long over. */
const longPauses = () => vi.fn((attempt: number) => (attempt === 0 ? 0 : 100_000));

let server: FakeServer;
let connection: Connection;

beforeEach(async () => {
	server = await FakeServer.create();
});

afterEach(async () => {
	connection?.close();
	await server.close();
	expect(server.problems).toEqual([]);
});

/** A connection within a session, and what it tells. */
async function inSession(times: Partial<ConnectionTimes> = {}) {
	connection = new Connection(server.url, times);
	const told: string[] = [];
	connection.on('notification', ({ event, seq }) => told.push(`${event} ${seq}`));
	for (const event of ['lost', 'resumed', 'expired', 'gave-up'] as const) connection.on(event, () => told.push(event));
	await connection.connect();
	connection.startSession('resume-me');
	return told;
}

const speaker = (participantId: string | null) => ['speaker-changed', { participantId }] as const;

describe('before a session', () => {
	it('tries again until the server answers', async () => {
		const { url } = server;
		await server.close();
		connection = new Connection(url);
		const connected = connection.connect();
		await new Promise((resolve) => setTimeout(resolve, 50));
		server = await FakeServer.create(url);
		await expect(connected).resolves.toMatchObject({ version: 'test' });
	});

	it('fails with 3047 when the server does not come', async () => {
		const { url } = server;
		await server.close();
		connection = new Connection(url, { connect: 100 });
		await expect(connection.connect()).rejects.toMatchObject({ code: 3047, name: 'ERROR_UNABLE_TO_JOIN_MEETING' });
		server = await FakeServer.create();
	});

	it('gives a socket up that does not welcome', async () => {
		server.welcome = null;
		connection = new Connection(server.url, { welcome: 50 });
		const connected = connection.connect();
		await until(() => server.connections === 1);
		server.welcome = { version: 'late', routerRtpCapabilities: {} };
		await expect(connected).resolves.toMatchObject({ version: 'late' });
	});

	it('closes a socket that no join uses, and opens another for the join', async () => {
		connection = new Connection(server.url, { idle: 50 });
		await connection.connect();
		await new Promise((resolve) => setTimeout(resolve, 120));
		await connection.connect();
		expect(server.connections).toBe(2);
		connection.request('join', { token: 't', roomId: 'r' }).catch(() => {});
		await new Promise((resolve) => setTimeout(resolve, 120));
		await connection.connect();
		expect(server.connections).toBe(2);
	});

	it('keeps what comes after a join until the session starts', async () => {
		server.on('join', () => {
			setImmediate(() => server.notify(...speaker('ann')));
			return 'no answer';
		});
		connection = new Connection(server.url);
		await connection.connect();
		const told: unknown[] = [];
		connection.on('notification', ({ data }) => told.push(data));
		connection.request('join', { token: 't', roomId: 'r' }).catch(() => {});
		await until(() => server.received.length === 1);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(told).toEqual([]);
		connection.startSession('resume-me');
		expect(told).toEqual([{ participantId: 'ann' }]);
	});

	it('rejects a join whose socket breaks', async () => {
		server.on('join', () => {
			setImmediate(() => server.cut());
			return 'no answer';
		});
		connection = new Connection(server.url);
		await connection.connect();
		await expect(connection.request('join', { token: 't', roomId: 'r' })).rejects.toMatchObject({ code: 3047 });
	});
});

describe('requests', () => {
	it('rejects with what the server refused', async () => {
		await inSession();
		server.on('end', () => {
			throw new Refusal(4008, 'INVALID_PERMISSIONS');
		});
		await expect(connection.request('end', {})).rejects.toMatchObject({ code: 4008, name: 'INVALID_PERMISSIONS' });
	});

	it('rejects a reply that does not fit the contract', async () => {
		await inSession();
		server.on('produce', () => ({ producer: 7 }) as never);
		const data = { transportId: 't', kind: 'audio', rtpParameters: { codecs: [] } } as never;
		await expect(connection.request('produce', data)).rejects.toMatchObject({ name: 'BAD_MESSAGE' });
		server.problems.length = 0;
	});

	it('rejects with 3079 without an answer', async () => {
		await inSession({ request: 60 });
		server.on('end', () => 'no answer');
		await expect(connection.request('end', {})).rejects.toMatchObject({ code: 3079 });
	});

	it('passes over messages that do not fit the contract', async () => {
		const told = await inSession();
		server.send('{"event":"speaker-changed","seq":1,"data":{"participantId":7}}');
		server.send('no JSON');
		server.notify('speaker-changed', { participantId: null }, 1);
		await until(() => told.length === 1);
		expect(told).toEqual(['speaker-changed 1']);
	});
});

describe('a broken socket', () => {
	it('continues with the token and the last number, and drops what it saw already', async () => {
		const told = await inSession();
		server.notify(...speaker('ann'));
		const second = server.notify(...speaker('bob'));
		await until(() => told.length === 2);
		server.on('resume', () => {
			setImmediate(() => {
				server.send(second);
				server.notify(...speaker('cec'));
			});
			return { missed: 2 };
		});
		server.cut();
		await until(() => told.length === 5);
		expect(told).toEqual(['speaker-changed 1', 'speaker-changed 2', 'lost', 'resumed', 'speaker-changed 3']);
		expect(server.requests('resume').map(({ data }) => data)).toEqual([{ resumeToken: 'resume-me', lastSeq: 2 }]);
	});

	it('sends unanswered requests again under the same number, those made meanwhile too', async () => {
		await inSession();
		server.on('resume', () => ({ missed: 0 }));
		let answer = false;
		server.on('pause-producer', () => (answer ? {} : 'no answer'));
		const first = connection.request('pause-producer', { producerId: 'one' });
		await until(() => server.received.length === 1);
		answer = true;
		const second = new Promise((resolve) =>
			connection.on('lost', () => resolve(connection.request('pause-producer', { producerId: 'two' }))),
		);
		server.cut();
		await Promise.all([first, second]);
		const sent = server.requests('pause-producer').map(({ id, connection: on, data }) => [id, on, data.producerId]);
		expect(sent).toEqual([
			[sent[0]?.[0], 0, 'one'],
			[sent[0]?.[0], 1, 'one'],
			[expect.any(Number), 1, 'two'],
		]);
		expect(new Set(sent.map(([id]) => id)).size).toBe(2);
	});

	it('says that the session is over when the server does not know it any more', async () => {
		const told = await inSession();
		server.on('resume', () => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		server.on('pause-producer', () => 'no answer');
		const waiting = connection.request('pause-producer', { producerId: 'one' });
		server.cut();
		await expect(waiting).rejects.toMatchObject({ code: 3056 });
		expect(told).toEqual(['lost', 'expired']);
		// Numbers start again in the new session.
		server.resetNumbers();
		await connection.request('join', { token: 't', roomId: 'r' }).catch(() => {});
		connection.startSession('another');
		server.notify(...speaker('ann'));
		await until(() => told.includes('speaker-changed 1'));
	});

	it.each(['TOO_MANY_REQUESTS', 'SOMETHING_WENT_WRONG'])('resumes once more after %s, which passes', async (name) => {
		const told = await inSession();
		let refusals = 0;
		server.on('resume', () => {
			if (refusals++ === 0) throw new Refusal(6000, name);
			return { missed: 0 };
		});
		let answer = false;
		server.on('pause-producer', () => (answer ? {} : 'no answer'));
		const waiting = connection.request('pause-producer', { producerId: 'one' });
		await until(() => server.received.length === 1);
		answer = true;
		server.cut();
		await waiting;
		expect(told).toEqual(['lost', 'resumed']);
		expect(server.requests('resume')).toHaveLength(2);
	});

	it('resumes once more when the socket breaks during a resume', async () => {
		const told = await inSession();
		let cuts = 0;
		server.on('resume', () => {
			if (cuts++ > 0) return { missed: 0 };
			setImmediate(() => server.cut());
			return 'no answer';
		});
		server.cut();
		await until(() => told.includes('resumed'));
		expect(told).toEqual(['lost', 'resumed']);
		expect(server.connections).toBe(3);
	});

	it('gives up when the server does not come back', async () => {
		const told = await inSession({ recover: 100 });
		await server.close();
		await until(() => told.includes('gave-up'));
		expect(connection.closed).toBe(true);
		await expect(connection.request('end', {})).rejects.toMatchObject({ code: 3056 });
		server = await FakeServer.create();
	});

	it('does not come back after close()', async () => {
		const told = await inSession();
		connection.close();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(told).toEqual([]);
		expect(server.connections).toBe(1);
	});
});

describe('a dead socket that the browser does not notice', () => {
	it('is replaced when a request is followed by silence', async () => {
		const told = await inSession({ silence: 80 });
		server.on('resume', () => ({ missed: 0 }));
		let silent = true;
		server.on('end', () => (silent ? 'no answer' : {}));
		const ended = connection.request('end', {});
		await until(() => server.received.length === 1);
		silent = false;
		await ended;
		expect(told).toEqual(['lost', 'resumed']);
	});

	it('is replaced again when the server is too busy to answer the resume: the session is not over', async () => {
		const told = await inSession({ silence: 80 });
		let silent = true;
		server.on('end', () => (silent ? 'no answer' : {}));
		server.on('resume', () => {
			if (server.requests('resume').length === 1) return 'no answer';
			silent = false;
			return { missed: 0 };
		});
		await connection.request('end', {});
		expect(told).toEqual(['lost', 'resumed']);
		expect(server.requests('resume').length).toBeGreaterThan(1);
	});

	it('is probed at a change of the network', async () => {
		const told = await inSession();
		server.on('resume-consumers', () => 'no answer');
		server.on('resume', () => ({ missed: 0 }));
		connection.probe(50);
		await until(() => told.includes('resumed'));
		expect(server.requests('resume-consumers')[0]?.data).toEqual({ consumerIds: [] });
	});

	it('is kept when it answers the probe', async () => {
		const told = await inSession();
		connection.probe(100);
		await until(() => server.received.length === 1);
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(told).toEqual([]);
	});

	it('is probed when nothing was heard for the ping interval', async () => {
		server.pingInterval = 40;
		await inSession();
		await until(() => server.requests('resume-consumers').length >= 2);
	});

	it('skips the pause before the next attempt when the network is back', async () => {
		const { url } = server;
		const pause = longPauses();
		const told = await inSession({ pause });
		await server.close();
		await until(() => pause.mock.lastCall?.[0] === 1);
		server = await FakeServer.create(url);
		server.on('resume', () => ({ missed: 0 }));
		connection.probe(1000);
		await until(() => told.includes('resumed'));
	});

	it('skips the pause after an attempt that was under way when the network came back', async () => {
		const told = await inSession({ welcome: 200, pause: longPauses() });
		server.on('resume', () => ({ missed: 0 }));
		const { welcome } = server;
		server.welcome = null;
		server.cut();
		await until(() => server.connections === 2);
		connection.probe(1000);
		server.welcome = welcome;
		await until(() => told.includes('resumed'));
		expect(server.connections).toBe(3);
	});
});
