import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { CaptureWatch } from './CaptureWatch.ts';
import type { RunningCapture } from './RunningCapture.ts';

afterEach(() => vi.useRealTimers());

it('a capture that runs without its session is found, counted and ended within two seconds', async () => {
	vi.useFakeTimers();
	const host = { closed: true, participant: () => undefined };
	const capture = { kind: 'any', sessionId: 'session', participantId: null };
	const running = { id: 'stray', host, capture } as unknown as RunningCapture;
	const [stop, onStray] = [vi.fn(async () => {}), vi.fn()];
	const disk = { shortage: async () => undefined };
	const watch = new CaptureWatch({ running: () => [running], disk, stop, onStray, logger: pino({ level: 'silent' }) });
	await vi.advanceTimersByTimeAsync(1_500);
	expect(stop).toHaveBeenCalledExactlyOnceWith('stray', 'SESSION_ENDED');
	expect(onStray).toHaveBeenCalledOnce();
	watch.close();
});
