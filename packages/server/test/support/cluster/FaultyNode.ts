import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { ServerProcess } from '../ServerProcess.ts';
import type { TestCluster } from './TestCluster.ts';

/** A node whose process can be killed or frozen, and whose ways to PostgreSQL and NATS can be cut. */
export class FaultyNode {
	readonly #settings: Readonly<Record<string, string | undefined>>;
	readonly #database: TcpProxy;
	readonly #bus: TcpProxy;
	#server: ServerProcess;
	/** Of its last start; a node that is down answers nothing there. */
	url = '';

	private constructor(settings: Readonly<Record<string, string | undefined>>, database: TcpProxy, bus: TcpProxy) {
		this.#settings = settings;
		this.#database = database;
		this.#bus = bus;
		this.#server = new ServerProcess(['start'], settings);
	}

	static async create(cluster: TestCluster): Promise<FaultyNode> {
		const { ROOMCAST_DATABASE_URL: url = '', ...settings } = await cluster.settings();
		const { port, href } = new URL(url);
		const [database, bus] = await Promise.all([TcpProxy.create(Number(port)), TcpProxy.create(cluster.nats.port)]);
		const node = new FaultyNode(
			{
				...settings,
				PATH: process.env.PATH,
				ROOMCAST_DATABASE_URL: href.replace(`:${port}`, `:${database.port}`),
				ROOMCAST_NATS_URL: `nats://127.0.0.1:${bus.port}`,
			},
			database,
			bus,
		);
		node.url = await node.#server.ready();
		return node;
	}

	/** Kills it, and starts it again after so many ms. */
	async kill(ms: number): Promise<void> {
		await this.#server.kill('SIGKILL');
		await sleep(ms);
		this.#server = new ServerProcess(['start'], this.#settings);
		this.url = await this.#server.ready();
	}

	async freeze(ms: number): Promise<void> {
		process.kill(this.#server.pid, 'SIGSTOP');
		await sleep(ms);
		process.kill(this.#server.pid, 'SIGCONT');
	}

	async cutDatabase(ms: number): Promise<void> {
		this.#database.cut();
		await sleep(ms);
		this.#database.restore();
	}

	async cutBus(ms: number): Promise<void> {
		this.#bus.cut();
		await sleep(ms);
		this.#bus.restore();
	}

	/** Stops it in order, and starts it again: a rolling upgrade. */
	async restart(): Promise<void> {
		await this.#server.kill('SIGTERM');
		this.#server = new ServerProcess(['start'], this.#settings);
		this.url = await this.#server.ready();
	}

	/** What it wrote to its log. */
	get log(): string {
		return this.#server.stdout;
	}

	async close(): Promise<void> {
		await this.#server.end();
		await Promise.all([this.#database.close(), this.#bus.close()]);
	}
}
