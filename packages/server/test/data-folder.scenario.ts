import { expect, it } from 'vitest';
import { restartable } from './support/restartable.ts';

it('a second server in one data folder says what to do, and starts when the first is killed', {
	timeout: 120_000,
}, async () => {
	const { dataDir, start } = await restartable();
	const first = await start();
	await expect(start()).rejects.toThrow(
		`It ended with 1: Another server is running in the data folder ${dataDir}. Stop it, or set ROOMCAST_DATA_DIR`,
	);
	const { roomId } = await first.call('/v2/rooms', {});
	await first.server.kill('SIGKILL');
	const second = await start();
	expect(await second.call(`/v2/rooms/${roomId}`)).toMatchObject({ roomId });
});
