import { setImmediate as turn } from 'node:timers/promises';
import type { RequestReply } from '@roomcast/contract';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Refusal, SignallingClient } from './support/SignallingClient.ts';
import { type Answer, TestServer } from './support/TestServer.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** Who joins a room in one moment. */
const CROWD = 30;
/**
 * Joins of each kind. Something else happens to each of them some turns of the event loop after it was asked for, from none
 * to more than it takes.
 */
const JOINS = 10;
const TURNS_APART = 4;
/** What a join may come to that does not end with a reply: the connection was closed. */
const CLOSED = 'closed';

let server: TestServer;
let token: string;
const logged: string[] = [];
/** Media workers of servers before, which may not have ended yet. */
let before: readonly number[];

beforeAll(async () => {
	before = await childrenOf(process.pid, 'mediasoup-worker');
	server = await TestServer.create(
		{ ...UNLIMITED, ROOMCAST_LOG_LEVEL: 'warn' },
		{ write: (line) => void logged.push(line) },
	);
	token = await server.token();
});
afterAll(() => server.close());
afterEach(() => {
	logged.length = 0;
});

/** What the server says is broken. */
const errors = () => logged.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);

async function newRoom(body: object = {}): Promise<string> {
	return (await server.post('/v2/rooms', body, token)).body.roomId;
}

/** A connection that is greeted, and on which nobody has joined. */
async function open() {
	const client = await SignallingClient.open(server.url);
	const { routerRtpCapabilities: rtpCapabilities } = await client.notification('welcome');
	return {
		client,
		join: (roomId: string, participantId: string) =>
			client.request('join', { token, roomId, participantId, rtpCapabilities }),
	};
}

/** What a join came to: the name of its error where it was refused. */
async function outcome(joining: Promise<RequestReply<'join'>>): Promise<string> {
	try {
		await joining;
		return 'joined';
	} catch (error) {
		return error instanceof Refusal ? error.refusal : CLOSED;
	}
}

async function turns(count: number): Promise<void> {
	for (let n = 0; n < count; n++) await turn();
}

it('a crowd that joins a new room in one moment is in one session', async () => {
	const customRoomId = 'crowd';
	const made = await Promise.all(Array.from({ length: 10 }, () => server.post('/v2/rooms', { customRoomId }, token)));
	const roomIds = new Set<string>(made.map(({ body }) => body.roomId));
	expect([...new Set(made.map(({ status }) => status)), roomIds.size]).toEqual([200, 1]);
	const people = await Promise.all(Array.from({ length: CROWD }, open));
	const joined = await Promise.all(people.map(({ join }, n) => join(customRoomId, `p${n}`)));
	const [sessionId, ...others] = new Set(joined.map((one) => one.sessionId));
	expect(others).toEqual([]);
	const { body } = await server.call(`/v2/sessions/${sessionId}`, { token });
	expect(body.participants).toHaveLength(CROWD);
	for (const { client } of people) client.close();
	expect(errors()).toEqual([]);
});

it('a connection that ends while its participant joins is no error', async () => {
	const roomId = await newRoom();
	const host = await open();
	await host.join(roomId, 'host');
	const outcomes: string[] = [];
	for (let n = 0; n < 2 * JOINS; n++) {
		const { client, join } = await open();
		// Under ids that others have just had.
		const joining = outcome(join(roomId, `p${n % 5}`));
		await turns(n);
		if (n % 2 === 0) client.close();
		else client.terminate();
		outcomes.push(await joining);
	}
	expect(outcomes).toContain(CLOSED);
	expect(outcomes.filter((one) => one !== CLOSED && one !== 'joined')).toEqual([]);
	expect(errors()).toEqual([]);
	host.client.close();
});

/** Something that happens while Ann joins, and what REST answered, where it was asked. */
type Meanwhile = (roomId: string, host: SignallingClient) => Promise<Answer | undefined>;
const signal = (request: Promise<unknown>) =>
	request.then(
		() => undefined,
		() => undefined,
	);

it.each<[string, Meanwhile]>([
	['its session is ended over REST', (roomId) => server.post('/v2/sessions/end', { roomId }, token)],
	['its session is ended in the call', (_, host) => signal(host.request('end', {}))],
	['the only other one leaves', (_, host) => signal(host.request('leave', {}))],
	['its room is deactivated', (roomId) => server.post('/v2/rooms/deactivate', { roomId }, token)],
	[
		'it is removed',
		(roomId) => server.post('/v2/sessions/participants/remove', { roomId, participantId: 'ann' }, token),
	],
	[
		'its mode is changed',
		(_, host) => signal(host.request('change-mode', { participantId: 'ann', mode: 'SIGNALLING_ONLY' })),
	],
])('a join while %s is answered with what became of it', async (_, meanwhile) => {
	const outcomes: string[] = [];
	const answers: (Answer | undefined)[] = [];
	await Promise.all(
		Array.from({ length: JOINS }, async (__, n) => {
			const roomId = await newRoom();
			const [host, ann, another] = await Promise.all([open(), open(), open()]);
			// Sometimes the session begins with these joins.
			if (n % 4 !== 3) await host.join(roomId, 'host');
			// Sometimes both come under one id.
			const joining = [ann.join(roomId, 'ann'), another.join(roomId, n % 2 === 0 ? 'ann' : 'ben')].map(outcome);
			await turns(n * TURNS_APART);
			answers.push(await meanwhile(roomId, host.client));
			outcomes.push(...(await Promise.all(joining)));
			for (const { client } of [host, ann, another]) client.close();
		}),
	);
	const expected = [
		'joined',
		CLOSED,
		'DUPLICATE_PARTICIPANT',
		'SESSION_NOT_FOUND',
		'MEETING_ID_DISABLED',
		'PARTICIPANT_REMOVED',
	];
	expect(outcomes.filter((one) => !expected.includes(one))).toEqual([]);
	expect(answers.filter((answer) => answer !== undefined && answer.status >= 500)).toEqual([]);
	expect(errors()).toEqual([]);
});

it('a join while its media worker dies has media on another one', async () => {
	const outcomes: string[] = [];
	for (let n = 0; n < JOINS; n++) {
		const [roomId, earlierId] = await Promise.all([newRoom(), newRoom()]);
		const [earlier, ann, ben] = await Promise.all([open(), open(), open()]);
		// There is a worker.
		await earlier.join(earlierId, 'earlier');
		const workers = await childrenOf(process.pid, 'mediasoup-worker');
		const worker = workers.find((pid) => !before.includes(pid));
		if (worker === undefined) throw new Error('there is a worker');
		const people = [ann, ben];
		const joining = people.map(({ join }, i) => join(roomId, `p${i}`));
		await turns(n * TURNS_APART);
		process.kill(worker, 'SIGKILL');
		outcomes.push(...(await Promise.all(joining.map(outcome))));
		await Promise.all(
			people.map(async ({ client }, i) => {
				const transportId = (await joining[i])?.media.recvTransport?.id ?? '';
				// It works, or the client hears that it does not.
				await Promise.any([client.request('restart-ice', { transportId }), client.notification('media-reset')]);
			}),
		);
		for (const { client } of [earlier, ...people]) client.close();
	}
	expect(outcomes.filter((one) => one !== 'joined')).toEqual([]);
	expect(errors().filter(({ msg }) => msg !== 'media worker died')).toEqual([]);
});

it('media that is set up again when the session ends is refused, and no error of the server', async () => {
	for (let round = 0; round < 5; round++) {
		const roomId = await newRoom();
		const ann = await open();
		await ann.join(roomId, 'ann');
		// One after the other: some are done before the end, one is under way, and the others come after it.
		const again = Array.from({ length: 6 }, () => ann.client.request('restart-media', {}));
		const outcomes = Promise.allSettled(again);
		await turns(round);
		await ann.client.request('end', {}).catch(() => {});
		for (const each of await outcomes)
			if (each.status === 'rejected' && each.reason instanceof Refusal)
				expect(each.reason).toMatchObject({ refusal: 'NOT_JOINED' });
	}
	expect(errors()).toEqual([]);
});
