import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsServer } from '@roomcast/testing/net/NatsServer';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { ServerProcess } from '../ServerProcess.ts';
import { TestServer } from '../TestServer.ts';

/** Several nodes on one database and one NATS: the first in this process, the others there too, or as processes. */
export class TestCluster {
	readonly nats: NatsServer;
	/** The first node, for rooms and tokens. */
	readonly first: TestServer;
	readonly #closers: (() => Promise<unknown>)[] = [];

	private constructor(nats: NatsServer, first: TestServer) {
		this.nats = nats;
		this.first = first;
	}

	static async create(settings: Readonly<Record<string, string>> = {}): Promise<TestCluster> {
		const nats = await NatsServer.create();
		try {
			return new TestCluster(nats, await TestServer.create({ ROOMCAST_NATS_URL: nats.url, ...settings }));
		} catch (error) {
			await nats.close();
			throw error;
		}
	}

	/** One more node in this process. */
	async node(): Promise<TestServer> {
		const node = await TestServer.create(await this.settings());
		this.#closers.unshift(() => node.close());
		return node;
	}

	/** One more node as a process of its own, which a test may freeze or kill, and its base URL. */
	async process(settings: Readonly<Record<string, string>> = {}): Promise<{ server: ServerProcess; url: string }> {
		const server = new ServerProcess(['start'], { ...(await this.settings()), PATH: process.env.PATH, ...settings });
		this.#closers.unshift(() => server.end());
		return { server, url: await server.ready() };
	}

	readonly close = async (): Promise<void> => {
		for (const close of this.#closers) await close();
		await this.first.close();
		await this.nats.close();
	};

	/** Settings of one more node: those of the first, with a folder and a port of its own. */
	async settings(): Promise<Record<string, string | undefined>> {
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		this.#closers.push(() => removeFolder(dataDir));
		return { ...this.first.environment, ROOMCAST_DATA_DIR: dataDir, ROOMCAST_MEDIA_PORTS: `${await freePort()}` };
	}
}
