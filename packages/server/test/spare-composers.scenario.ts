import { childrenOf } from '@roomcast/testing/processes/processes';
import { expect, it, onTestFinished } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

const composers = () => childrenOf(process.pid, 'packages/composer/');

it('as many composers as are set wait while there are calls; one that is taken is replaced', async () => {
	const server = await TestServer.create({ ROOMCAST_SPARE_COMPOSERS: '2' });
	onTestFinished(() => server.close());
	const before = await composers();
	const waiting = async () => (await composers()).filter((pid) => !before.includes(pid));
	const { roomId } = await server.room();
	const joining = { token: await server.token(), roomId, participantId: 'ann' };
	const { client } = await SignallingClient.join(server.url, joining);
	await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(2);
	const [first, second] = await waiting();

	await client.request('start-recording', {});
	await client.notification('capture-state-changed', ({ status }) => status === 'STARTED');
	await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(3);
	expect(await waiting()).toEqual(expect.arrayContaining([first, second]));

	await client.request('stop-recording', {});
	await client.request('leave', {});
	await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
});
