import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { restartable } from './support/restartable.ts';
import { SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 240_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** `ROOMCAST_TEST_CLOCK=long`: every step, and a stall between them. */
const LONG = process.env.ROOMCAST_TEST_CLOCK === 'long';
/** What is done to the server: ms by which its clock is set, or for which it is stopped. */
const ROUNDS: readonly { readonly set?: number; readonly stop?: number }[] = LONG
	? [MINUTE, -MINUTE, HOUR, -HOUR].flatMap((set) => [{ set }, { stop: 15_000 }])
	: [{ set: HOUR }, { stop: 15_000 }, { set: -MINUTE }];
/** Longer than the server takes to ask who is there, and to judge. */
const NOTICE = 13_000;
const TOLERANCE = 3;

it('a call that is recorded and streamed continues while the clock is set and the server stalls, and has its true length', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(() => removeFolder(folder));
	const clock = join(folder, 'clock');
	let ahead = 0;
	await writeFile(clock, '0');
	const { start, token } = await restartable({
		NODE_OPTIONS: `--import ${new URL('./support/steppedClock.mjs', import.meta.url).href}`,
		TEST_CLOCK_FILE: clock,
	});
	const { server, url, call } = await start();
	const { roomId } = await call('/v2/rooms', {});
	const gone: string[] = [];
	const enter = async (participantId: string) => {
		const { client, joined } = await SignallingClient.join(url, {
			token,
			roomId,
			participantId,
			mode: 'SIGNALLING_ONLY',
		});
		void client.closed.then(({ code }) => gone.push(`${participantId} ${code}`));
		await client.request('subscribe', { topic: 't' });
		return { client, sessionId: joined.sessionId };
	};
	// Each of these happened at some moment between two that are known.
	const came = stopwatch();
	const ann = await enter('ann');
	const ben = await enter('ben');
	came.done();
	const config = { mode: 'audio' };
	const recorded = stopwatch();
	await call('/v2/recordings/start', { roomId, config });
	recorded.done();
	const { id: streamId } = await call('/v2/hls/start', { roomId, config });

	for (const [round, { set, stop }] of ROUNDS.entries()) {
		ahead += set ?? 0;
		await writeFile(clock, `${ahead}`);
		if (stop !== undefined) {
			process.kill(server.pid, 'SIGSTOP');
			await sleep(stop);
			process.kill(server.pid, 'SIGCONT');
		}
		await sleep(NOTICE);
		expect(gone, `after ${JSON.stringify({ set, stop })}`).toEqual([]);
		await ann.client.request('publish', { topic: 't', message: `${round}` });
		await ben.client.notification('message', ({ message }) => message.message === `${round}`, 20_000);
	}

	const { data } = await call(`/v2/recordings?roomId=${roomId}`);
	expect(data).toMatchObject([{ status: 'STARTED' }]);
	expect(await call(`/v2/hls/${streamId}`)).toMatchObject({ status: 'STARTED' });
	const stopped = stopwatch();
	await call('/v2/recordings/end', { roomId });
	const recording = await vi.waitFor(
		async () => {
			const body = await call(`/v2/recordings/${data[0].id}`);
			expect(body.status).toBe('STOPPED');
			return body;
		},
		{ timeout: 60_000, interval: 500 },
	);
	stopped.done();
	expectBetween(recording.file.meta.duration, recorded, stopped);
	expectBetween((Date.parse(recording.end) - Date.parse(recording.start)) / 1000, recorded, stopped);
	const ended = stopwatch();
	await call('/v2/sessions/end', { roomId });
	ended.done();
	const session = await call(`/v2/sessions/${ann.sessionId}`);
	expectBetween(session.activeDuration, came, ended);
	for (const { timelog } of session.participants)
		expectBetween((Date.parse(timelog[0].end) - Date.parse(timelog[0].start)) / 1000, came, ended);
});

/** When something began and, after `done()`, was over: ms of `performance.now()`. */
function stopwatch() {
	const watch = {
		from: performance.now(),
		to: Number.NaN,
		done() {
			watch.to = performance.now();
		},
	};
	return watch;
}

type Stopwatch = ReturnType<typeof stopwatch>;

/** @param seconds from some moment in `start` to some moment in `end` */
function expectBetween(seconds: number, start: Stopwatch, end: Stopwatch): void {
	expect(seconds).toBeGreaterThan((end.from - start.to) / 1000 - TOLERANCE);
	expect(seconds).toBeLessThan((end.to - start.from) / 1000 + TOLERANCE);
}
