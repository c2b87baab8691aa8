import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { Captures, type CapturesOptions } from './egress/Captures.ts';
import type { OutputKind } from './egress/OutputKind.ts';
import { OutputKinds } from './egress/OutputKinds.ts';
import type { StoredCapture } from './egress/StoredCapture.ts';
import type { HlsStreams } from './hls/HlsStreams.ts';
import type { Outputs } from './livestreams/Outputs.ts';
import { outputKinds } from './outputKinds.ts';
import type { SessionHost } from './sessions/host/SessionHost.ts';

const logger = pino({ level: 'silent' });

/** Every kind, without what it streams to. */
const kinds = outputKinds({
	streams: {} as HlsStreams,
	outputs: { living: async () => [] } as unknown as Outputs,
});

/** A session that nobody is in any more. */
function endedSession() {
	const change = vi.fn();
	const room = { id: 'room', roomId: 'abcd-efgh-ijkl', keyId: 'key' };
	const clock = { now: () => 1000, offset: 0 };
	const host = {
		closed: true,
		begun: true,
		sessionId: 'session',
		room,
		clock,
		captures: { change },
		entrance: { encryption: {} },
	};
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
		kinds: new OutputKinds(kinds),
		folder: tmpdir(),
		nodeId: 'node',
		runId: 'run',
		logger,
	} as unknown as CapturesOptions);
	return { captures, log, finisher, pool };
}

function captured({ name, scope }: OutputKind): StoredCapture {
	const { host } = endedSession();
	const ids = { id: `id-${name}`, keyId: 'key', room: 'room', roomId: host.room.roomId, sessionId: 'session' };
	const participantId = scope === 'room' ? null : 'ann';
	const state = { state: 'STARTED', startedAt: 500, folder: tmpdir(), options: {} };
	return { ...ids, ...state, kind: name, participantId, trackKind: 'audio' } as unknown as StoredCapture;
}

it.each(kinds)('$name: one whose session ended while it was written down is over before it begins', async (kind) => {
	const { captures, log, finisher, pool } = newCaptures();
	const { host, change } = endedSession();
	const { participantId, trackKind } = captured(kind);
	const participant = participantId === null ? {} : { participant: { participantId, displayName: 'Ann' } };
	const request = { host, kind, ...participant, ...(trackKind === null ? {} : { trackKind }), options: {} };
	await expect(captures.start(request as never)).rejects.toThrow('the session ended before anything was recorded');
	expect(log.stopping).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: kind.name }), 'SESSION_ENDED');
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledOnce(), { timeout: 15_000 });
	expect(captures.size).toBe(0);
	expect(pool.take).not.toHaveBeenCalled();
	// Nobody believes that it runs.
	expect(change.mock.calls.at(-1)?.[0].status ?? 'STOPPED').toBe('STOPPED');
	await captures.close();
});

it.each(kinds)('$name: one that a dead server left is over when its session ended meanwhile', async (kind) => {
	const { captures, log, finisher, pool } = newCaptures();
	await captures.resume(captured(kind), endedSession().host, 1);
	expect(log.stopping).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: kind.name }), 'SESSION_ENDED');
	await vi.waitFor(() => expect(finisher.finish).toHaveBeenCalledOnce(), { timeout: 15_000 });
	expect(captures.size).toBe(0);
	expect(pool.take).not.toHaveBeenCalled();
	await captures.close();
});

it('no two kinds have one name', () => {
	expect(() => new OutputKinds([...kinds, ...kinds])).toThrow('the same name');
});
