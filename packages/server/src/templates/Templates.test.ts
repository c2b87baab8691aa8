import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { Templates } from './Templates.ts';

it('a name that leads inside by the time of opening is refused, and operators hear of it', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
	const onUnanswered = vi.fn();
	const templates = await Templates.create({
		program: undefined,
		env: {},
		dataDir,
		guard: new TargetGuard({
			allowPrivate: false,
			onUnanswered,
			resolve: async () => [{ address: '10.0.0.5', family: 4 }],
		}),
		user: undefined,
		sandbox: true,
		media: [],
		loadTimeout: 1,
		publicUrl: () => 'https://calls.example.com',
		mint: async () => 'token',
		logger: pino({ level: 'silent' }),
	});
	const host = {
		room: { roomId: 'abcd-efgh-ijkl', keyId: 'key of the room' },
		media: new EventEmitter(),
		hide: () => () => {},
	} as unknown as SessionHost;
	const need = { url: 'https://inside.example.com/template', composition: {} } as Parameters<Templates['make']>[1];
	const template = templates.make(host, need, { width: 640, height: 360 });
	onTestFinished(() => template.close());
	await expect(template.open()).rejects.toBeInstanceOf(TargetRefused);
	expect(onUnanswered).toHaveBeenCalledExactlyOnceWith(expect.any(TargetRefused), 'key of the room');
});
