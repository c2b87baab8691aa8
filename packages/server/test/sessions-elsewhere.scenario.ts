import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

const onPostgres = it.runIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres');

onPostgres(
	'without a way to each other, a server neither joins, ends nor changes a session of another, and says so',
	async () => {
		const one = await TestServer.create();
		onTestFinished(() => one.close());
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const two = await TestServer.create({
			...one.environment,
			ROOMCAST_DATA_DIR: dataDir,
			ROOMCAST_MEDIA_PORTS: `${await freePort()}`,
		});
		onTestFinished(async () => {
			await two.close();
			await removeFolder(dataDir);
		});
		const token = await one.token();
		const { roomId } = await one.room();
		const { client, joined } = await SignallingClient.join(one.url, { token, roomId, participantId: 'ann' });

		const elsewhere = { status: 503, body: { code: 6046 } };
		expect(await two.post('/v2/sessions/end', { roomId }, token)).toMatchObject(elsewhere);
		expect(await two.post('/v2/sessions/participants/remove', { roomId, participantId: 'ann' }, token)).toMatchObject(
			elsewhere,
		);
		const joining = SignallingClient.join(two.url, { token, roomId, participantId: 'ben' });
		await expect(joining).rejects.toMatchObject({ refusal: 'SESSION_ELSEWHERE' });
		const { body: running } = await two.call(`/v2/sessions/${joined.sessionId}`, { token });
		expect(running).toMatchObject({ status: 'ongoing', participants: [{ timelog: [{ end: null }] }] });

		expect((await one.post('/v2/sessions/end', { roomId })).body).toMatchObject({ status: 'ended' });
		expect(await client.notification('left')).toMatchObject({ reason: { code: 1009 } });
	},
);
