import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { SOUND_OFFER } from './support/soundOffer.ts';
import { TestServer } from './support/TestServer.ts';

const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
const env = { ...process.env, PATH };

/** A proxy of `deploy/proxy`: how its sample becomes one for this machine, and how it starts. */
const PROXIES = [
	{
		program: 'caddy',
		sample: 'Caddyfile',
		local: (text: string, port: number, node: string) =>
			`{\n\tadmin off\n\tstorage file_system ${tmpdir()}\n}\n${text
				.replace('calls.example.com', `http://127.0.0.1:${port}`)
				.replace('10.0.0.11:8080 10.0.0.12:8080 10.0.0.13:8080', node)}`,
		args: (file: string) => ['run', '--adapter', 'caddyfile', '--config', file],
	},
	{
		program: 'haproxy',
		sample: 'haproxy.cfg',
		local: (text: string, port: number, node: string) =>
			text
				.replace(/bind :443.*/, `bind 127.0.0.1:${port}`)
				.replace('10.0.0.11:8080', node)
				.replace(/\tserver (two|three).*\n/g, ''),
		args: (file: string) => ['-f', file],
	},
	{
		program: 'nginx',
		sample: 'nginx.conf',
		local: (text: string, port: number, node: string, folder: string) => {
			const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
			const http = text
				.replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
				.replace(/\tssl_certificate.*\n/g, '')
				.replace('10.0.0.11:8080', node)
				.replace(/\tserver 10\.0\.0\.1[23].*\n/g, '');
			return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
${http}}
`;
		},
		args: (file: string) => ['-c', file, '-e', `${file}.log`],
	},
];

const isThere = (program: string) => spawnSync(program, ['-v'], { env }).error === undefined;

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_TRUST_PROXY: 'loopback' });
});
afterAll(() => server.close());

describe.each(PROXIES)('behind $program', (proxy) => {
	// The setup installs nginx alone.
	it.skipIf(!isThere(proxy.program))(
		'REST, the WebSocket of a call and WHIP work, and the server knows whose they are',
		async () => {
			const folder = await mkdtemp(join(tmpdir(), 'roomcast-proxy-'));
			onTestFinished(() => removeFolder(folder));
			const port = await freePort();
			const url = `http://127.0.0.1:${port}`;
			const sample = await readFile(new URL(`../../../deploy/proxy/${proxy.sample}`, import.meta.url), 'utf8');
			const file = join(folder, proxy.sample);
			await writeFile(file, proxy.local(sample, port, new URL(server.url).host, folder));
			const child = spawn(proxy.program, proxy.args(file), { env: { ...env, HOME: folder }, stdio: 'ignore' });
			onTestFinished(() => stop(child));
			await until('the proxy answers', async () => (await fetch(`${url}/readyz`)).ok);

			const authorization = await server.token();
			const created = await fetch(`${url}/v2/rooms`, {
				method: 'POST',
				headers: { authorization, 'content-type': 'application/json' },
				body: '{}',
			});
			expect(created.status).toBe(200);
			const { roomId } = (await created.json()) as { roomId: string };
			const ann = await SignallingClient.join(url, { token: authorization, roomId, participantId: 'ann' });
			const published = await fetch(`${url}/v2/whip?roomId=${roomId}&participantId=cam`, {
				method: 'POST',
				headers: { authorization, 'content-type': 'application/sdp' },
				body: SOUND_OFFER,
			});
			expect(published.status).toBe(201);
			expect((await ann.client.notification('participant-joined')).participant.participantId).toBe('cam');
			const ended = await fetch(`${url}${published.headers.get('location')}`, {
				method: 'DELETE',
				headers: { authorization },
			});
			expect(ended.status).toBe(200);
			await ann.client.request('leave', {});
		},
	);
});

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGTERM');
	await once(child, 'exit');
}
