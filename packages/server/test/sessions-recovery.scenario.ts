import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { restartable } from './support/restartable.ts';
import { SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Moments are compared to ±1 s: a disk that stalls for longer is no finding, twice would be. */
const EXACT = { retry: 1 };

/** What the server promises, in ms. */
const TOLERANCE = 1000;

/** When something happened, as exactly as it can be known from outside. Epoch ms. */
interface Moment {
	readonly from: number;
	readonly to: number;
}

async function timed<T>(work: Promise<T>): Promise<Moment & { result: T }> {
	const from = Date.now();
	const result = await work;
	return { from, to: Date.now(), result };
}

function within(actual: string, { from, to }: Moment): void {
	expect(Date.parse(actual)).toBeGreaterThanOrEqual(from - TOLERANCE);
	expect(Date.parse(actual)).toBeLessThanOrEqual(to + TOLERANCE);
}

it(
	'closes after kill -9 what was open, at the moment of the kill, and goes on when somebody comes back',
	EXACT,
	async () => {
		const { token, start } = await restartable();
		const first = await start();
		const { roomId } = await first.call('/v2/rooms', {});
		const join = (url: string, participantId: string) =>
			SignallingClient.join(url, { token, roomId, participantId, name: participantId, mode: 'SIGNALLING_ONLY' });
		const joins = {
			ann: await timed(join(first.url, 'ann')),
			ben: await timed(join(first.url, 'ben')),
			cem: await timed(join(first.url, 'cem')),
		};
		const { joined } = joins.ann.result;
		const left = await timed(joins.ben.result.client.request('leave', {}));
		// Long enough for the signs of life to matter.
		await setTimeout(1800);
		const killed = await timed(first.server.kill('SIGKILL'));

		const second = await start();
		const open = await second.call(`/v2/sessions/${joined.sessionId}`);
		expect(open).toMatchObject({ status: 'ongoing', end: null, endReason: null });
		const timelog = (session: typeof open, id: string) =>
			session.participants.find((each: { participantId: string }) => each.participantId === id).timelog;
		for (const [id, join] of Object.entries(joins)) {
			expect(timelog(open, id)).toHaveLength(1);
			within(timelog(open, id)[0].start, join);
			within(timelog(open, id)[0].end, id === 'ben' ? left : killed);
		}

		const back = await join(second.url, 'ann');
		expect(back.joined.sessionId).toBe(joined.sessionId);
		const gone = await second.call(`/v2/sessions/${joined.sessionId}/participants/ann`);
		expect(gone.timelog).toHaveLength(2);
		expect(gone.timelog[1].end).toBeNull();
		await back.client.request('leave', {});
		const ended = await second.call('/v2/sessions/end', { roomId, ignoreClosed: true });
		expect(ended).toMatchObject({ id: joined.sessionId, status: 'ended', endReason: 'LAST_PARTICIPANT_LEFT' });
		expect(ended.start).toBe(open.start);
		expect(await second.server.kill('SIGTERM')).toMatchObject({ code: 0 });
	},
);

it('ends a session that nobody came back to when its server died', EXACT, async () => {
	const { token, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', {});
	const { joined } = await SignallingClient.join(first.url, { token, roomId, mode: 'SIGNALLING_ONLY' });
	const killed = await timed(first.server.kill('SIGKILL'));

	const second = await start();
	// Deactivating does not wait for the minute in which they may come back.
	await second.call('/v2/rooms/deactivate', { roomId });
	await vi.waitFor(async () => {
		const ended = await second.call(`/v2/sessions/${joined.sessionId}`);
		expect(ended).toMatchObject({ status: 'ended', endReason: 'SERVER_FAILURE' });
		within(ended.end, killed);
	}, 20_000);
});

it('ends its sessions when it is stopped in order', EXACT, async () => {
	const { token, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', {});
	const { client, joined } = await SignallingClient.join(first.url, { token, roomId });
	// The first one drains, the second one stops. Meanwhile the call goes on, with its media.
	void first.server.kill('SIGTERM');
	await vi.waitFor(async () => expect((await first.call('/readyz')).checks.server).toBe('shutting down'), 20_000);
	await setTimeout(300);
	expect((await first.call('/readyz')).checks.media).toBe('ok');
	expect(client.notifications.map(({ event }) => event)).not.toContain('media-reset');
	const stopped = await timed(first.server.kill('SIGTERM'));
	expect(stopped.result).toMatchObject({ code: 0 });

	const second = await start();
	const session = await second.call(`/v2/sessions/${joined.sessionId}`);
	expect(session).toMatchObject({ status: 'ended', endReason: 'SERVER_SHUTDOWN' });
	within(session.end, stopped);
});

it('closes a session when its time is over, counted from before the server died', EXACT, async () => {
	const { token, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', { autoCloseConfig: { type: 'session-ends', duration: 1 } });
	const joining = { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' } as const;
	const began = await timed(SignallingClient.join(first.url, joining));
	await first.server.kill('SIGKILL');

	const second = await start();
	const back = await SignallingClient.join(second.url, joining);
	expect(back.joined.sessionId).toBe(began.result.joined.sessionId);
	expect(await back.client.notification('left', undefined, 65_000)).toMatchObject({
		reason: { message: 'ROOM_CLOSE' },
	});
	const session = await second.call('/v2/sessions/end', { roomId, ignoreClosed: true });
	expect(session).toMatchObject({ status: 'ended', endReason: 'AUTO_CLOSE' });
	within(session.end, { from: began.from + 60_000, to: began.to + 60_000 });
});
