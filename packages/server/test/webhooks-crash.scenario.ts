import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '@roomcast/contract';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Running, restartable } from './support/restartable.ts';
import { Traffic } from './support/Traffic.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** How often the server is killed; `ROOMCAST_TEST_KILLS=50` takes five minutes. */
const KILLS = Number(process.env.ROOMCAST_TEST_KILLS ?? 3);
/** Rooms in which people come and go before each kill. */
const ROOMS = 4;
/** ms of coming and going before a kill, at most. */
const TRAFFIC = 1_500;
/** ms that the receiver takes: a kill always hits requests that are on their way. */
const RECEIVING = 10;

vi.setConfig({ testTimeout: 120_000 + KILLS * 20_000 });

it('every event of a call arrives, in order, although the server is killed again and again', async () => {
	const receiver = await Receiver.create();
	onTestFinished(receiver.close);
	receiver.behave((_received, response) => void setTimeout(() => response.writeHead(200).end(), RECEIVING));
	const { token, start } = await restartable({
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		...UNLIMITED,
		ROOMCAST_RATE_LIMIT_JOIN: '0',
	});
	const joined: string[] = [];
	const unanswered: string[] = [];
	let names = 0;
	let rooms: string[] = [];
	const began = performance.now();

	for (let kill = 0; kill < KILLS; kill++) {
		const running = await start();
		const created = await Promise.all(Array.from({ length: ROOMS }, () => createRoom(running, receiver.url)));
		// In half of the rooms of before the call goes on; in the others it ends.
		await endSessions(running, rooms.slice(ROOMS / 2));
		rooms = [...created, ...rooms.slice(0, ROOMS / 2)];
		const { url } = running;
		const traffic = new Traffic({ url, token, roomIds: rooms, newName: () => `p${names++}` });
		const over = traffic.run();
		await vi.waitFor(() => expect(traffic.joined.length).toBeGreaterThan(ROOMS), { timeout: 20_000, interval: 5 });
		await sleep(Math.random() * TRAFFIC);
		traffic.stop();
		expect(await running.server.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
		await over;
		joined.push(...traffic.joined);
		unanswered.push(...traffic.unanswered);
	}

	const last = await start();
	await endSessions(last, rooms);
	await vi.waitFor(async () => expect(await pending(last)).toBe(0), { timeout: 110_000, interval: 500 });
	const recorded = await deliveries(last);
	const seconds = Math.round((performance.now() - began) / 1000);
	const ids = new Set(receiver.received.map(({ id }) => id));
	console.log(
		`${KILLS} kills in ${seconds} s: ${joined.length} joins answered, ${unanswered.length} not; ` +
			`${recorded.length} events recorded, ${ids.size} received, ${receiver.received.length - ids.size} of them again`,
	);

	// What was recorded was received, and nothing else.
	expect([...ids].sort()).toEqual(recorded.map(({ id }) => id).sort());
	expect(recorded.filter(({ state }) => state !== 'delivered')).toEqual([]);
	// What somebody was told happened, was recorded.
	const events = recorded.map(({ event, body }) => ({ event, data: (body as { data: EventData }).data }));
	const about = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data);
	const arrivals = about('participant-joined').map(({ participantId = '' }) => participantId);
	const arrived = new Set(arrivals);
	expect(joined.filter((name) => !arrived.has(name))).toEqual([]);
	const asked = new Set([...joined, ...unanswered]);
	expect(arrivals.filter((name) => !asked.has(name))).toEqual([]);
	// Who came went, once; what began ended, once.
	expect(about('participant-left').map(stayOf).sort()).toEqual(about('participant-joined').map(stayOf).sort());
	expect(arrived.size).toBe(arrivals.length);
	const sessions = (name: string) => about(name).map(({ sessionId }) => sessionId);
	expect(sessions('session-ended').sort()).toEqual(sessions('session-started').sort());
	expect(new Set(sessions('session-started')).size).toBe(sessions('session-started').length);
	expectOrder(receiver);
	expect(await last.server.kill('SIGTERM')).toMatchObject({ code: 0 });
});

interface EventData {
	readonly sessionId: string;
	readonly participantId?: string;
	readonly joinedAt?: string;
}

/** Whose stay it was. */
function stayOf({ sessionId, participantId, joinedAt }: EventData): string {
	return `${sessionId} ${participantId} ${joinedAt}`;
}

/** First arrivals: a session starts, then somebody joins, then leaves, then it ends. */
function expectOrder(receiver: Receiver): void {
	const first = new Map<string, number>();
	receiver.received.forEach(({ event, data }, at) => {
		const what = `${event} ${data.sessionId} ${data.participantId ?? ''}`;
		if (!first.has(what)) first.set(what, at);
	});
	const at = (event: string, { sessionId, participantId }: EventData) =>
		first.get(`${event} ${sessionId} ${participantId ?? ''}`) ?? Number.NaN;
	for (const what of first.keys()) {
		const [event, sessionId = '', participantId] = what.split(' ');
		if (event !== 'participant-joined') continue;
		const session = { sessionId };
		const person = { sessionId, participantId: participantId ?? '' };
		expect(at('session-started', session), what).toBeLessThan(at(event, person));
		expect(at(event, person), what).toBeLessThan(at('participant-left', person));
		expect(at('participant-left', person), what).toBeLessThan(at('session-ended', session));
	}
}

async function createRoom({ call }: Running, endPoint: string): Promise<string> {
	return (await call('/v2/rooms', { webhook: { endPoint, events: ['*'] } })).roomId;
}

/** Ends what runs in these rooms, also what a dead server left. */
async function endSessions({ call }: Running, roomIds: readonly string[]): Promise<void> {
	for (const roomId of roomIds) await call('/v2/sessions/end', { roomId, ignoreClosed: true });
}

async function pending({ call }: Running): Promise<number> {
	return (await call('/v2/webhooks/deliveries?state=pending&perPage=1')).pageInfo.total;
}

/** Everything in the log of deliveries. */
async function deliveries({ call }: Running): Promise<Delivery[]> {
	const all: Delivery[] = [];
	for (let page = 1; ; page++) {
		const { data, pageInfo } = await call(`/v2/webhooks/deliveries?perPage=100&page=${page}`);
		all.push(...data);
		if (page >= pageInfo.lastPage) return all;
	}
}
