import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { TargetGuard } from '../../net/TargetGuard.ts';
import { guardedAgents } from './guardedAgents.ts';

async function server(): Promise<number> {
	const made = http.createServer((_request, response) => response.end('secret'));
	await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void made.close());
	return (made.address() as AddressInfo).port;
}

function get(url: string, agent: http.Agent): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		http
			.get(url, { agent }, (response) => {
				response.resume();
				resolve(response.statusCode);
			})
			.on('error', reject);
	});
}

it('a name is checked again for each connection', async () => {
	const port = await server();
	const answers = ['1.1.1.1', '127.0.0.1'];
	const guard = new TargetGuard({
		allowPrivate: false,
		resolve: async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }],
	});
	// Good when it was looked at, and something else when it is connected to.
	await guard.check(`http://store.example.com:${port}`, 'storage');
	const { httpAgent } = guardedAgents(guard);
	onTestFinished(() => httpAgent.destroy());
	await expect(get(`http://store.example.com:${port}/`, httpAgent)).rejects.toThrow(
		'does not lead to a public address',
	);
});

it('what the operator has set is not checked', async () => {
	const { httpAgent } = guardedAgents(undefined);
	onTestFinished(() => httpAgent.destroy());
	expect(await get(`http://localhost:${await server()}/`, httpAgent)).toBe(200);
});
