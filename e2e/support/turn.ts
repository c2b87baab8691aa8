import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { freePort, freePortRange } from '@roomcast/testing/net/ports';
import { until } from '@roomcast/testing/until';

/** How many relayed addresses it has at once. */
const RELAY_PORTS = 40;

/** Debian's coturn on loopback, with time-limited credentials. */
export class TurnServer {
	readonly port: number;
	readonly #firstRelay: number;
	readonly secret: string;
	readonly #process: ChildProcess;

	private constructor(child: ChildProcess, port: number, firstRelay: number, secret: string) {
		this.#process = child;
		this.port = port;
		this.#firstRelay = firstRelay;
		this.secret = secret;
	}

	/** @param after one that has stopped, whose port it takes over: it knows nothing of what that had relayed */
	static async start(after?: TurnServer): Promise<TurnServer> {
		const [port, relay] = [after?.port ?? (await freePort()), await freePortRange(RELAY_PORTS)];
		const secret = 'turn-secret-of-the-tests';
		const child = spawn(
			'turnserver',
			[
				'-n',
				'--log-file=stdout',
				'--no-cli',
				'--no-tls',
				'--no-dtls',
				'--listening-ip=127.0.0.1',
				'--relay-ip=127.0.0.1',
				`--listening-port=${port}`,
				`--min-port=${relay}`,
				`--max-port=${relay + RELAY_PORTS - 1}`,
				'--realm=test',
				'--use-auth-secret',
				`--static-auth-secret=${secret}`,
				'--allow-loopback-peers',
				'--pidfile=/dev/null',
			],
			{ stdio: ['ignore', 'pipe', 'pipe'] },
		);
		let output = '';
		const read = (chunk: Buffer) => {
			output += chunk.toString();
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		// It buffers its log while its output is a pipe, so the open port shows that it is ready.
		await until('coturn listens', async () => {
			if (child.exitCode !== null) throw new Error(`coturn ended:\n${output}`);
			return new Promise<boolean>((resolve) => {
				const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
				socket.once('connect', () => socket.destroy());
			});
		});
		return new TurnServer(child, port, relay, secret);
	}

	/** Whether a packet comes from one of its relayed addresses. */
	relays({ address, port }: { readonly address: string; readonly port: number }): boolean {
		return address === '127.0.0.1' && port >= this.#firstRelay && port < this.#firstRelay + RELAY_PORTS;
	}

	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		this.#process.kill('SIGTERM');
		await ended;
	}
}
