import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { opusParameters, refusal, SignallingClient } from './support/SignallingClient.ts';
import { createTestDatabase } from './support/testDatabase.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A server that leads a process group, with a call, a media worker and a composer that waits. */
async function serverInATerminal() {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(async () => {
		await database.drop();
		await removeFolder(dataDir);
	});
	const key = newTestKey();
	const environment = { ...(await testEnvironment(dataDir, database, key)), ROOMCAST_SPARE_COMPOSERS: '1' };
	const server = new ServerProcess(['start'], environment, { ownGroup: true });
	onTestFinished(server.end);
	const url = await server.ready();
	const token = await mintToken(key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 600 });
	const made = await fetch(`${url}/v2/rooms`, { method: 'POST', headers: { authorization: token } });
	const { roomId } = (await made.json()) as { roomId: string };
	const join_ = (participantId: string) => SignallingClient.join(url, { token, roomId, participantId });
	const ann = await join_('ann');
	const helpers = async () => [
		...(await childrenOf(server.pid, 'mediasoup-worker')),
		...(await childrenOf(server.pid, 'composer')),
	];
	// The composer comes with the first call.
	await vi.waitFor(async () => expect(await helpers()).toHaveLength(2), 30_000);
	return { server, ann, join: join_, helpers: await helpers() };
}

const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

const allGone = (pids: readonly number[]) =>
	vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 100 });

it('Ctrl-C in a terminal drains: media workers and composers continue until the second one, and nothing is left', async () => {
	const { server, ann, join: joinAs, helpers } = await serverInATerminal();
	server.signalGroup('SIGINT');
	// It has come: nobody else may join.
	await vi.waitFor(() => expect(server.stdout).toContain('Waiting for 1 call'), 20_000);
	const late = joinAs('bob');
	await expect(refusal(late)).resolves.toBeDefined();
	// The worker of the call answers, and it is the same one.
	const { sendTransport } = ann.joined.media;
	if (sendTransport === null) throw new Error('a participant sends');
	const { producerId } = await ann.client.request('produce', {
		transportId: sendTransport.id,
		kind: 'audio',
		rtpParameters: opusParameters(1),
	});
	expect(producerId).toBeTruthy();
	expect(ann.client.notifications.filter(({ event }) => event === 'media-reset')).toEqual([]);
	expect(helpers.filter(isAlive)).toEqual(helpers);

	server.signalGroup('SIGINT');
	expect(await server.finished).toMatchObject({ code: 0 });
	await allGone(helpers);
});

it('after kill -9 of the server its media workers and composers end on their own', async () => {
	const { server, helpers } = await serverInATerminal();
	await server.kill('SIGKILL');
	await allGone(helpers);
});
