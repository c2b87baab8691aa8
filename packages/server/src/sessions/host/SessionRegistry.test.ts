import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { SoleHomes } from '../../cluster/homes/SoleHomes.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import { NoJournal } from './NoJournal.ts';
import type { OpenSession } from './SessionJournal.ts';
import { SessionRegistry } from './SessionRegistry.ts';

const homes = new SoleHomes();
const home = await homes.hold();

afterEach(() => {
	vi.useRealTimers();
});

/** A registry after the death of a server that had one session, of a room that closes after ten minutes. */
async function recovered({
	startedAt,
	type = 'session-ends',
}: {
	startedAt: number;
	type?: 'session-ends' | 'session-end-and-deactivate';
}) {
	const open: OpenSession = {
		session: {
			sessionId: 's',
			startedAt,
			entrance: { admitted: [], sanctions: [], seats: [] },
			epoch: 0,
			room: {
				id: 'r',
				roomId: 'abcd-efgh-ijkl',
				customRoomId: null,
				keyId: 'k',
				webhook: null,
				autoCloseConfig: { type, duration: 10 },
				autoStartConfig: null,
				multiComposition: null,
			},
		},
		aliveAt: startedAt + 1000,
		home,
	};
	const journal = new NoJournal();
	vi.spyOn(journal, 'recover')
		.mockImplementationOnce(async (each) => each(open))
		.mockResolvedValue();
	const ended = vi.spyOn(journal, 'ended');
	const onLastSession = vi.fn(async () => {});
	const registry = new SessionRegistry({
		homes,
		pool: {} as MediaPool,
		journal,
		onLastSession,
		maxParticipants: 10,
		now: () => performance.now(),
		logger: pino({ level: 'silent' }),
	});
	await registry.recover();
	return { registry, ended, onLastSession, open };
}

it('ends at once what ran out of time while the server was dead', async () => {
	const { registry, ended, onLastSession, open } = await recovered({
		startedAt: Date.now() - 11 * 60_000,
		type: 'session-end-and-deactivate',
	});
	expect(ended).toHaveBeenCalledExactlyOnceWith(open.session, open.aliveAt, 'SERVER_FAILURE');
	expect(onLastSession).toHaveBeenCalledOnce();
	await registry.close();
});

it('waits a minute for somebody to come back', async () => {
	vi.useFakeTimers();
	const { registry, ended, open } = await recovered({ startedAt: Date.now() - 60_000 });
	await vi.advanceTimersByTimeAsync(59_000);
	expect(ended).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(2000);
	expect(ended).toHaveBeenCalledExactlyOnceWith(open.session, open.aliveAt, 'SERVER_FAILURE');
	await registry.close();
});

it('waits no longer than the session may last', async () => {
	vi.useFakeTimers();
	const { registry, ended } = await recovered({ startedAt: Date.now() - 9.5 * 60_000 });
	await vi.advanceTimersByTimeAsync(29_000);
	expect(ended).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(2000);
	expect(ended).toHaveBeenCalledOnce();
	await registry.close();
});

it('writes the end of what it still waits for before it is closed', async () => {
	const { registry, ended } = await recovered({ startedAt: Date.now() });
	await registry.close();
	expect(ended).toHaveBeenCalledOnce();
});
