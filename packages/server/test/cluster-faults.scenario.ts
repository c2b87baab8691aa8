import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '@roomcast/testing/net/BadNetwork';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FaultyNode } from './support/cluster/FaultyNode.ts';
import { Robot } from './support/cluster/Robot.ts';
import { TestCluster } from './support/cluster/TestCluster.ts';
import { inState, startRecording } from './support/recorded.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** How many faults come one after the other; `ROOMCAST_TEST_FAULTS=200` takes half an hour. */
const FAULTS = Number(process.env.ROOMCAST_TEST_FAULTS ?? 4);
const SEED = Number(process.env.ROOMCAST_TEST_SEED ?? randomInt(2 ** 31));
/** ms that a fault lasts at least and at most: some are noticed by others, and some are not. */
const SHORTEST = 300;
const LONGEST = Number(process.env.ROOMCAST_TEST_FAULT_SECONDS ?? 6) * 1000;

vi.setConfig({ testTimeout: 120_000 + FAULTS * 30_000 });

/** What is wrong with a node for a while. */
const KINDS = {
	kill: (node: FaultyNode, ms: number) => node.kill(ms),
	freeze: (node: FaultyNode, ms: number) => node.freeze(ms),
	'cut off from PostgreSQL': (node: FaultyNode, ms: number) => node.cutDatabase(ms),
	'cut off from NATS': (node: FaultyNode, ms: number) => node.cutBus(ms),
	restart: (node: FaultyNode) => node.restart(),
};

interface Stay {
	readonly start: string;
	readonly end: string | null;
}

describe.runIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres')('three nodes with faults at random', () => {
	it('keep each call in one session, everything that was acknowledged, and true time logs', async () => {
		console.log(`seed ${SEED}: ROOMCAST_TEST_SEED=${SEED} ROOMCAST_TEST_FAULTS=${FAULTS}`);
		const chance = random(SEED);
		const receiver = await Receiver.create();
		onTestFinished(receiver.close);
		const cluster = await TestCluster.create({
			...UNLIMITED,
			ROOMCAST_RATE_LIMIT_JOIN: '0',
			ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
			ROOMCAST_LOG_LEVEL: 'fatal',
		});
		onTestFinished(cluster.close);
		const { first } = cluster;
		const nodes = await Promise.all([1, 2, 3].map(() => FaultyNode.create(cluster)));
		onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))));
		const pick = <T>(from: readonly T[]) => from[Math.floor(chance() * from.length)] as T;
		const token = await first.token({ expiresIn: 36_000 });
		const webhook = { endPoint: receiver.url, events: ['*' as const] };
		const rooms = await Promise.all([1, 2].map(() => first.room({ webhook })));
		const robots = rooms.flatMap(({ roomId }, room) =>
			['ann', 'ben', 'cem'].map((name) => {
				const participantId = `${name}-${room}`;
				return new Robot({ roomId, participantId, token, url: () => pick(nodes).url });
			}),
		);
		for (const robot of robots) robot.start();
		const everybodyIn = () => {
			const out = robots.find(({ isIn }) => !isIn);
			// Why is the cause of the error of `until`.
			if (out !== undefined) throw out.trouble;
			return true;
		};
		await until('everybody is in', everybodyIn, 30_000);
		// What becomes of its parts has nothing to do with what is in them.
		const recordedAt = performance.now();
		const recordings = await Promise.all(
			rooms.map(({ roomId }) => startRecording(first, { roomId, config: { mode: 'audio' } })),
		);

		for (let fault = 0; fault < FAULTS; fault++) {
			const node = pick(nodes);
			const kind = pick(Object.keys(KINDS)) as keyof typeof KINDS;
			const ms = Math.round(SHORTEST + chance() * (LONGEST - SHORTEST));
			await KINDS[kind](node, ms);
			await until(`everybody is back after node ${nodes.indexOf(node) + 1}: ${kind} for ${ms} ms`, everybodyIn, 60_000);
			await sleep(500 + chance() * 500);
		}
		await Promise.all(robots.map((robot) => robot.stop()));
		const recorded = (performance.now() - recordedAt) / 1000;

		// One session for each room, whatever node had it.
		for (const [index, { roomId }] of rooms.entries()) {
			const three = robots.slice(3 * index, 3 * index + 3);
			const { body } = await first.call(`/v2/sessions?roomId=${roomId}`);
			const sessions = body.data.map(({ id, status }: { id: string; status: string }) => [id, status]);
			expect(sessions).toEqual([[expect.any(String), 'ongoing']]);
			const [sessionId] = sessions[0];
			for (const robot of three) {
				expect([...robot.sessions]).toEqual([sessionId]);
				// What was acknowledged is kept, in order.
				const kept = await robot.kept();
				expect(kept.filter((message) => robot.said.includes(message))).toEqual(robot.said);
			}
			const { participants } = (await first.call(`/v2/sessions/${sessionId}`)).body;
			expect(participants).toHaveLength(3);
			for (const { timelog } of participants as { timelog: Stay[] }[]) {
				const open = timelog.filter(({ end }) => end === null);
				expect(open, JSON.stringify(timelog)).toEqual(timelog.slice(-1));
				for (const [at, { start, end }] of timelog.entries()) {
					if (end === null) continue;
					const what = JSON.stringify(timelog.slice(Math.max(0, at - 1), at + 2));
					expect(Date.parse(end), what).toBeGreaterThanOrEqual(Date.parse(start));
					// A stay ends when the node was last alive, which may be a sign of life before the next began.
					expect(Date.parse(timelog[at + 1]?.start ?? ''), what).toBeGreaterThanOrEqual(Date.parse(end) - 1000);
				}
			}
		}
		await Promise.all(robots.map((robot) => robot.leave()));
		// Each recording is one file of the whole call, whichever nodes had it.
		for (const id of recordings) {
			const { file } = await inState(first, id, 'STOPPED', 90_000);
			expect(file.meta.duration).toBeGreaterThan(recorded - 1 - FAULTS);
			expect(file.meta.duration).toBeLessThan(recorded + 30);
			const all = ['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped'];
			await vi.waitFor(() => expect([...new Set(receiver.eventsAbout({ id }))]).toEqual(all), 60_000);
		}
		await until(
			'both sessions are over',
			() => receiver.received.filter(({ event }) => event === 'session-ended').length === rooms.length,
			60_000,
		);
		for (const { roomId } of rooms) expectOrder(receiver, roomId, robots.length / rooms.length);
		const silences = robots.flatMap((robot) => robot.silences).toSorted((a, b) => a - b);
		const [median, p95] = [0.5, 0.95].map((share) => Math.round(silences[Math.floor(share * silences.length)] ?? 0));
		const said = robots.reduce((sum, robot) => sum + robot.said.length, 0);
		console.log(
			`${FAULTS} faults: ${said} messages; ${silences.length} times somebody got no answer for more than a second, ` +
				`${median} ms (median), ${p95} ms (p95)`,
		);
	});
});

/** A session begins once and ends once, and each participant joins and leaves in turn between. */
function expectOrder(receiver: Receiver, roomId: string, people: number): void {
	const seen = new Set<string>();
	const events = receiver
		.about({ roomId })
		.filter(({ event }) => !event.startsWith('recording-'))
		.filter(({ id }) => !seen.has(id) && seen.add(id));
	const names = events.map(({ event }) => event);
	expect(names.filter((event) => event === 'session-started')).toHaveLength(1);
	expect([names[0], names.at(-1)]).toEqual(['session-started', 'session-ended']);
	const byPerson = Map.groupBy(
		events.filter(({ event }) => event.startsWith('participant-')),
		({ data }) => data.participantId,
	);
	expect(byPerson.size).toBe(people);
	for (const [id, own] of byPerson)
		expect(
			own.map(({ event }) => event),
			id,
		).toEqual(own.map((_, at) => (at % 2 === 0 ? 'participant-joined' : 'participant-left')));
}
