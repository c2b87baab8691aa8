import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CreateRoomBody } from '@roomcast/contract';
import { type RequestAnswer, type RequestParts, type Route, requestOf } from '@roomcast/contract/rest/request';
import { freePort, freePortRange } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { removeFolder } from '@roomcast/testing/removeFolder';
import type { OwnNetwork } from './OwnNetwork.ts';
import { mintToken, type TokenOptions } from './token.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface TestServerOptions {
	/** More settings, `ROOMCAST_*`. */
	readonly env?: Record<string, string>;
	/** Run on a development key, as `npm start` does; else on a key of the test. */
	readonly development?: boolean;
	/** Continue in the data folder of a server that was stopped or killed. */
	readonly after?: TestServer;
	/** Run in a network of its own, with media at its address. The URL is the same. */
	readonly network?: OwnNetwork;
}

/** The key of test servers. */
export const KEY = { id: '3f0e7f2c-6a0b-4c55-9a55-b2f6d3a0c001', secret: 'a-secret-of-the-tests-that-is-long-enough' };

/** A real server in a process of its own, on loopback. */
export class TestServer {
	readonly url: string;
	readonly port: number;
	readonly dataDir: string;
	readonly mediaPort: number;
	readonly #process: ChildProcess;
	#output = '';

	private constructor(child: ChildProcess, port: number, mediaPort: number, dataDir: string) {
		this.#process = child;
		this.port = port;
		this.mediaPort = mediaPort;
		this.url = `http://127.0.0.1:${port}`;
		this.dataDir = dataDir;
		const keep = (chunk: Buffer) => {
			this.#output = (this.#output + chunk.toString()).slice(-200_000);
		};
		child.stdout?.on('data', keep);
		child.stderr?.on('data', keep);
	}

	/** Starts one and waits until it is ready. */
	static async start(options: TestServerOptions = {}): Promise<TestServer> {
		const { after, network } = options;
		const port = after?.port ?? (await freePort());
		const mediaPort = after?.mediaPort ?? (await freePortRange(4));
		const dataDir = after?.dataDir ?? (await mkdtemp(join(tmpdir(), 'roomcast-e2e-')));
		const key = options.development ? {} : { ROOMCAST_API_KEY: KEY.id, ROOMCAST_API_SECRET: KEY.secret };
		const mediaAddress = network?.address ?? '127.0.0.1';
		const node = network ? await network.program(process.execPath) : process.execPath;
		await network?.open(port);
		const child = spawn(node, ['packages/cli/bin/roomcast.mjs', 'start'], {
			cwd: ROOT,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				...key,
				ROOMCAST_HOST: '127.0.0.1',
				ROOMCAST_PORT: String(port),
				ROOMCAST_PUBLIC_URL: `http://127.0.0.1:${port}`,
				ROOMCAST_DATA_DIR: dataDir,
				ROOMCAST_MEDIA_PORTS: `${mediaPort}-${mediaPort + 3}`,
				ROOMCAST_MEDIA_LISTEN_IP: mediaAddress,
				ROOMCAST_MEDIA_ANNOUNCED_IP: mediaAddress,
				// Every call would start one, and most record nothing.
				ROOMCAST_SPARE_COMPOSERS: '0',
				...options.env,
			},
		});
		const server = new TestServer(child, port, mediaPort, dataDir);
		await server.#ready();
		return server;
	}

	get pid(): number {
		return this.#process.pid ?? 0;
	}

	/** Its output so far. */
	get output(): string {
		return this.#output;
	}

	/** A token signed with the key of the tests. */
	token(options: TokenOptions = {}): string {
		return mintToken(KEY, options);
	}

	/** Calls the REST API and returns the answer; throws on an error status. */
	async rest<R extends Route>(route: R, parts: RequestParts<R>): Promise<RequestAnswer<R>> {
		const { path, headers, ...request } = requestOf(route, parts);
		const response = await fetch(`${this.url}/${path}`, {
			...request,
			headers: { ...headers, authorization: this.token() },
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
		return JSON.parse(text) as RequestAnswer<R>;
	}

	/** A new room. */
	async room(body: CreateRoomBody = {}): Promise<string> {
		return (await this.rest('POST /v2/rooms', { body })).roomId;
	}

	/** Process ids of its media workers. */
	workerPids(): Promise<number[]> {
		return childrenOf(this.pid, 'mediasoup-worker');
	}

	/** Ends it with a signal and waits for its end. The data folder stays. */
	async kill(signal: NodeJS.Signals): Promise<void> {
		if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
		const ended = new Promise((done) => this.#process.once('exit', done));
		this.#process.kill(signal);
		await ended;
	}

	/** Stops it and removes its data. It need not wait for calls to end, which a second signal tells. */
	async stop(): Promise<void> {
		const again = setTimeout(() => this.#process.kill('SIGTERM'), 500);
		await this.kill('SIGTERM').catch(() => {});
		clearTimeout(again);
		await removeFolder(this.dataDir);
	}

	async #ready(): Promise<void> {
		for (let attempt = 0; attempt < 300; attempt++) {
			if (this.#process.exitCode !== null) break;
			const ok = await fetch(`${this.url}/readyz`).then(
				(response) => response.ok,
				() => false,
			);
			if (ok) return;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		this.#process.kill('SIGKILL');
		throw new Error(`server did not become ready:\n${this.#output}`);
	}
}
