import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@roomcast/testing/net/ports';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { OutboxWriter } from './support/OutboxWriter.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let writer: OutboxWriter;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	writer = await OutboxWriter.attach({ databaseUrl: server.database.url, dataDir: server.dataDir }, server.key.id);
});
afterAll(async () => {
	await writer.close();
	await server.close();
});

/** Serves what the file of its first argument exports as `receive`, as Hono, Next.js and Deno do. */
const FETCH_SERVER = `
	const { createServer } = await import('node:http');
	const { receive } = await import(process.argv[1]);
	createServer(async (incoming, outgoing) => {
		const { method, headers } = incoming;
		const body = Buffer.concat(await incoming.toArray());
		const answer = await receive(new Request('http://localhost/', { method, headers, body }));
		outgoing.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
	}).listen(Number(process.env.PORT), () => console.log('listening'));
`;

/** A receiver of docs/examples, run as its first lines say. */
class Example {
	readonly url: string;
	readonly #child: ChildProcess;
	#output = '';

	/** @param server a program that serves it, where it is none itself */
	constructor(name: string, port: number, environment: Record<string, string>, server?: string) {
		this.url = `http://127.0.0.1:${port}/`;
		const file = fileURLToPath(new URL(`../../../docs/examples/${name}`, import.meta.url));
		this.#child = spawn(process.execPath, server === undefined ? [file] : ['--input-type=module', '-e', server, file], {
			env: { ...environment, PORT: `${port}` },
			stdio: 'pipe',
		});
		for (const stream of [this.#child.stdout, this.#child.stderr])
			stream?.on('data', (text) => {
				this.#output += text;
			});
		onTestFinished(async () => {
			this.#child.kill('SIGKILL');
			await once(this.#child, 'close');
		});
	}

	/** Resolves when it has printed that. */
	prints(pattern: RegExp): Promise<void> {
		return vi.waitFor(() => expect(this.#output).toMatch(pattern), { timeout: 30_000, interval: 50 });
	}
}

async function takesOursAndNoOthers(example: Example): Promise<void> {
	await example.prints(/^listening/);
	const [id] = await writer.append({ name: 'berta', url: example.url });
	await example.prints(/^participant-joined \{.*"participantId":"berta"/m);
	await vi.waitFor(
		async () => {
			const { body } = await server.call(`/v2/webhooks/deliveries/${id}`);
			expect(body.state).toBe('delivered');
		},
		{ timeout: 15_000 },
	);
	const body = JSON.stringify({ webhookType: 'participant-joined', data: { participantId: 'eve' } });
	const headers = {
		'webhook-id': 'forged',
		'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
		'webhook-signature': 'v1,Zm9yZ2Vk',
		'videosdk-signature': 'Zm9yZ2Vk',
	};
	expect((await fetch(example.url, { method: 'POST', headers, body })).status).toBe(400);
	await example.prints(/^refused:/m);
}

it('webhook-receiver-standard.ts', async () => {
	const { body } = await server.call('/v2/webhooks/secret', { token: await server.token({ roles: ['crawler'] }) });
	await takesOursAndNoOthers(
		new Example('webhook-receiver-standard.ts', await freePort(), { WEBHOOK_SECRET: body.secret }),
	);
});

it('webhook-receiver-videosdk.ts', async () => {
	await takesOursAndNoOthers(
		new Example('webhook-receiver-videosdk.ts', await freePort(), {
			ROOMCAST_URL: server.url,
			ROOMCAST_API_KEY: server.key.id,
			ROOMCAST_API_SECRET: server.key.secret,
		}),
	);
});

it('webhook-receiver-fetch.ts, behind a server that speaks Fetch', async () => {
	const { body } = await server.call('/v2/webhooks/secret', { token: await server.token({ roles: ['crawler'] }) });
	await takesOursAndNoOthers(
		new Example('webhook-receiver-fetch.ts', await freePort(), { WEBHOOK_SECRET: body.secret }, FETCH_SERVER),
	);
});
