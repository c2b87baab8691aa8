import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { CaptureKind, StoredCapture } from './Capture.ts';
import { Captures, type CapturesOptions } from './Captures.ts';
import { CaptureWatch } from './CaptureWatch.ts';
import type { RunningCapture } from './RunningCapture.ts';

const logger = pino({ level: 'silent' });

/** A session that nobody is in any more. */
function endedSession() {
	const change = vi.fn();
	const room = { id: 'room', roomId: 'abcd-efgh-ijkl', keyId: 'key' };
	const clock = { now: () => 1000, offset: 0 };
	const host = { closed: true, begun: true, sessionId: 'session', room, clock, captures: { change } };
	return { host: { ...host, participant: () => undefined } as unknown as SessionHost, change };
}

/** Captures of a server without composers. */
function newCaptures() {
	const log = {
		writes: { hurry: async () => false, close: async () => {} },
		create: vi.fn(async () => true),
		stopping: vi.fn(async () => true),
		failed: vi.fn(async () => true),
	};
	const finisher = { finish: vi.fn(async () => {}) };
	const pool = { take: vi.fn(() => expect.unreachable()), close: () => {} };
	const captures = new Captures({
		log,
		finisher,
		pool,
		disk: { shortage: async () => undefined },
		outputs: { living: async () => [] },
		folder: tmpdir(),
		nodeId: 'node',
		runId: 'run',
		logger,
	} as unknown as CapturesOptions);
	return { captures, log, finisher, pool };
}

function captured(kind: CaptureKind): StoredCapture {
	const { host } = endedSession();
	const ids = { id: `id-${kind}`, keyId: 'key', room: 'room', roomId: host.room.roomId, sessionId: 'session' };
	const participantId = kind === 'participant-recording' || kind === 'track-recording' ? 'ann' : null;
	const state = { state: 'STARTED', startedAt: 500, folder: tmpdir(), options: {} };
	return { ...ids, ...state, kind, participantId, trackKind: 'audio' } as unknown as StoredCapture;
}

const KINDS = ['recording', 'participant-recording', 'track-recording', 'livestream', 'hls'] as const;

it.each(KINDS)('a %s whose session ended while it was written down is over before it begins', async (kind) => {
	const { captures, log, finisher, pool } = newCaptures();
	const { host, change } = endedSession();
	const { participantId, trackKind } = captured(kind);
	const participant = participantId === null ? {} : { participant: { participantId, displayName: 'Ann' } };
	const request = { host, kind, ...participant, ...(trackKind === null ? {} : { trackKind }), options: {} };
	await expect(captures.start(request as never)).rejects.toThrow('the session ended before anything was recorded');
	expect(log.stopping).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind }), 'SESSION_ENDED');
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledOnce());
	expect(captures.size).toBe(0);
	expect(pool.take).not.toHaveBeenCalled();
	// Nobody believes that it runs.
	expect(change.mock.calls.at(-1)?.[0].status ?? 'STOPPED').toBe('STOPPED');
	await captures.close();
});

it.each(KINDS)('a %s that a dead server left is over when its session ended before it went on', async (kind) => {
	const { captures, log, finisher, pool } = newCaptures();
	await captures.resume(captured(kind), endedSession().host, 1);
	expect(log.stopping).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind }), 'SESSION_ENDED');
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledOnce());
	expect(captures.size).toBe(0);
	expect(pool.take).not.toHaveBeenCalled();
	await captures.close();
});

afterEach(() => vi.useRealTimers());

it('a capture that runs without its session is found, counted and ended within two seconds', async () => {
	vi.useFakeTimers();
	const running = { id: 'stray', host: endedSession().host, capture: captured('recording') } as RunningCapture;
	const [stop, onStray] = [vi.fn(async () => {}), vi.fn()];
	const disk = { shortage: async () => undefined };
	const watch = new CaptureWatch({ running: () => [running], disk, stop, onStray, logger });
	await vi.advanceTimersByTimeAsync(1_500);
	expect(stop).toHaveBeenCalledExactlyOnceWith('stray', 'SESSION_ENDED');
	expect(onStray).toHaveBeenCalledOnce();
	watch.close();
});
