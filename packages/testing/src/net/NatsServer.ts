import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from '../until.ts';
import { freePort } from './ports.ts';

interface Account {
	readonly user: string;
	readonly password: string;
}

/** A real NATS on loopback, which keeps nothing. It ends with `close()`, and with the process. */
export class NatsServer {
	readonly port: number;
	readonly #account: Account | undefined;
	#child: ChildProcess | undefined;
	readonly #kill = () => this.#child?.kill('SIGKILL');

	private constructor(port: number, account: Account | undefined) {
		this.port = port;
		this.#account = account;
		process.once('exit', this.#kill);
	}

	/** @param account that clients need; default: none */
	static async create(account?: Account): Promise<NatsServer> {
		const server = new NatsServer(await freePort(), account);
		await server.start();
		return server;
	}

	get url(): string {
		return `nats://127.0.0.1:${this.port}`;
	}

	/** Starts it, also again after it was stopped. */
	async start(): Promise<void> {
		const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
		const { user, password } = this.#account ?? {};
		const account = user === undefined ? [] : ['--user', user, '--pass', password ?? ''];
		const child = spawn('nats-server', ['-a', '127.0.0.1', '-p', `${this.port}`, ...account], {
			env: { ...process.env, PATH },
			stdio: 'ignore',
		});
		child.once('error', () => {});
		this.#child = child;
		await until('nats-server (Debian: nats-server, else docs/install.md) listens', () => listens(this.port));
	}

	/** Kills it: whoever is connected finds out by the connection. */
	async stop(): Promise<void> {
		const child = this.#child;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}

	readonly close = async (): Promise<void> => {
		process.off('exit', this.#kill);
		await this.stop();
	};
}

function listens(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
