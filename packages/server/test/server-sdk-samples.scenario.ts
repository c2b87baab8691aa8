import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

let server: TestServer;
/** Has the SDK installed, and nothing else. */
let app: string;
let environment: Record<string, string>;
beforeAll(async () => {
	server = await TestServer.create();
	app = await mkdtemp(join(tmpdir(), 'roomcast-samples-'));
	await mkdir(join(app, 'node_modules/@roomcast'), { recursive: true });
	await symlink(join(ROOT, 'packages/server-sdk'), join(app, 'node_modules/@roomcast/server-sdk'));
	const { id, secret } = server.key;
	environment = { ROOMCAST_URL: server.url, ROOMCAST_API_KEY: id, ROOMCAST_API_SECRET: secret, WEBHOOK_SECRET: SECRET };
});
afterAll(async () => {
	await server.close();
	await removeFolder(app);
});

const SOURCES = '--conditions=roomcast-source';

/** Samples of the page, in order. */
const samples = [
	...(await readFile(join(ROOT, 'docs/server-sdk.md'), 'utf8')).matchAll(/^```ts\n([\s\S]*?)^```/gm),
].map(([, text = '']) => text);

/** What a sample prints. */
async function run(index: number, more = ''): Promise<string> {
	const file = join(app, `sample-${index}.ts`);
	await writeFile(file, `${samples[index]}${more}`);
	const child = spawn(process.execPath, [SOURCES, file], { env: environment, stdio: 'pipe' });
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (text) => {
			output += text;
		});
	await once(child, 'close');
	return output;
}

it('docs/server-sdk.md: makes a room and a token that joins it', async () => {
	const [roomId = '', token = ''] = (await run(0)).trim().split(' ');
	const { client, joined } = await SignallingClient.join(server.url, {
		token,
		roomId,
		participantId: 'anna',
		name: 'A',
	});
	expect(joined.participantId).toBe('anna');
	client.close();
	await server.post('/v2/sessions/end', { roomId });
	expect(await run(1)).toMatch(new RegExp(`^${roomId} [\\d.]+\n$`));
});

it('docs/server-sdk.md: names code and field of an error', async () => {
	expect(await run(2)).toBe('VALIDATION_FAILED webhook.endPoint\n');
});

it('docs/server-sdk.md: takes webhooks of the server, and no others', async () => {
	const body = JSON.stringify({ webhookType: 'recording-stopped', data: { filePath: 'recordings/1.mp4' } });
	const at = new Date();
	const headers = {
		'webhook-id': 'msg_1',
		'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
		'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
	};
	const ask = (text: string) =>
		`console.log((await receive(new Request('http://localhost', { method: 'POST', body: ${JSON.stringify(text)}, headers: ${JSON.stringify(headers)} }))).status);\n`;
	expect(await run(3, `${ask(body)}${ask(body)}${ask(`${body} `)}`)).toBe('recordings/1.mp4\n204\n204\n400\n');
	expect(samples).toHaveLength(4);
});

/** Starts an example, as its package says. @returns its address */
async function start(name: string, command: string, args: string[]): Promise<{ url: string; prints(): string }> {
	const port = await freePort();
	const env = { ...environment, PATH: process.env.PATH ?? '', PORT: `${port}` };
	const cwd = join(ROOT, 'examples', name);
	const child: ChildProcess = spawn(command, args, { cwd, env, stdio: 'pipe' });
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (text) => {
			output += text;
		});
	onTestFinished(async () => {
		child.kill('SIGKILL');
		if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
	});
	await vi.waitFor(() => expect(output).toMatch(/^listening/m), { timeout: 30_000, interval: 50 });
	return { url: `http://127.0.0.1:${port}`, prints: () => output };
}

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

it.each([
	['token-server-node', process.execPath, [SOURCES, 'server.mjs']],
	['token-server-python', 'python3', ['server.py']],
])('examples/%s gives tokens that join', async (name, command, args) => {
	if (command === 'python3' && !hasPython) return;
	const { url } = await start(name, command, args);
	const ask = (body: string, user = 'bob') =>
		fetch(`${url}/token`, { method: 'POST', body, headers: user === '' ? {} : { 'x-demo-user': user } });
	const answer = await ask('{"room":"tuesday"}');
	expect(answer.status).toBe(200);
	const { roomId, token } = (await answer.json()) as { roomId: string; token: string };
	const { client, joined } = await SignallingClient.join(server.url, {
		token,
		roomId,
		participantId: 'bob',
		name: 'Bob',
	});
	expect(joined.participantId).toBe('bob');
	client.close();
	// The token is for calls, not for the API.
	expect((await server.call('/v2/rooms', { token })).status).toBe(403);
	expect((await ask('{"room":"tuesday"}', '')).status).toBe(401);
	expect((await ask('{"room":"a/b"}')).status).toBe(400);
	expect((await ask('{')).status).toBe(400);
});

it('examples/webhook-receiver takes webhooks of the server once, and no others', async () => {
	const { url, prints } = await start('webhook-receiver', process.execPath, [SOURCES, 'server.mjs']);
	const body = JSON.stringify({ webhookType: 'session-started', data: { roomId: 'abcd-efgh-ijkl' } });
	const at = new Date();
	const headers = {
		'webhook-id': 'msg_2',
		'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
		'webhook-signature': new Webhook(SECRET).sign('msg_2', at, body),
	};
	const send = async (text: string) => (await fetch(url, { method: 'POST', body: text, headers })).status;
	expect(await send(`${body} `)).toBe(400);
	expect(await send(body)).toBe(204);
	expect(await send(body)).toBe(204);
	await vi.waitFor(() => expect(prints()).toContain('session-started {"roomId":"abcd-efgh-ijkl"}'), {
		timeout: 30_000,
	});
	expect(prints().match(/session-started/g)).toHaveLength(1);
});
