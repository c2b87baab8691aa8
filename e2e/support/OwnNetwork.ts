import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RELAY = resolve(import.meta.dirname, 'networkRelay.mjs');
const PROXY = resolve(import.meta.dirname, 'proxyProcess.ts');
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** A proxy in a network, as `TcpProxy`. */
export interface InnerProxy {
	readonly port: number;
	cut(): void;
	restore(): void;
	stop(): void;
}

/**
 * A network for one test: a Linux namespace with loopback and one address that leads nowhere, which nobody outside
 * reaches. For browsers that send nothing to loopback addresses, as Firefox. Needs no root where users may make namespaces.
 */
export class OwnNetwork {
	/** From the range for benchmarks (RFC 2544, section C.2.2), which no real network uses. */
	readonly address = '198.18.0.1';
	readonly #holder: ChildProcess;
	readonly #folder: string;
	readonly #doors: Server[] = [];

	private constructor(holder: ChildProcess, folder: string) {
		this.#holder = holder;
		this.#folder = folder;
	}

	/** @throws Error where there is no such thing: other systems, containers that may not make namespaces */
	static async create(): Promise<OwnNetwork> {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-network-'));
		// Without a default route Firefox gathers no candidates at all.
		const script = `ip link set lo up && ip link add calls type veth peer name calls-end &&
			ip address add 198.18.0.1/24 dev calls && ip link set calls up && ip link set calls-end up &&
			ip route add default via 198.18.0.2 &&
			exec "$0" "$@"`;
		const namespace = ['--user', '--map-root-user', '--net'];
		const relay = [process.execPath, RELAY, join(folder, 'relay')];
		const holder = spawn('unshare', [...namespace, 'sh', '-c', script, ...relay], { env: { ...process.env, PATH } });
		let said = '';
		const ready = await new Promise<boolean>((done) => {
			holder.stdout.once('data', () => done(true));
			holder.stderr.on('data', (chunk) => {
				said += chunk;
			});
			holder.once('error', (error) => {
				said += error.message;
				done(false);
			});
			holder.once('close', () => done(false));
		});
		if (ready) return new OwnNetwork(holder, folder);
		await rm(folder, { recursive: true });
		throw new Error(`tests in Firefox need network namespaces of Linux (unshare, nsenter and ip): ${said.trim()}`);
	}

	/**
	 * A program that runs in this network.
	 *
	 * @param path of the program
	 * @param rewrite lines of a shell script that may change `"$@"` before
	 * @returns the path of what starts it
	 */
	async program(path: string, rewrite = ''): Promise<string> {
		const file = join(await mkdtemp(join(this.#folder, 'program-')), 'start');
		const enter = `nsenter --target ${this.#holder.pid} --user --net --preserve-credentials --`;
		await writeFile(file, `#!/bin/sh\nPATH='${PATH}'\n${rewrite}\nexec ${enter} '${path}' "$@"\n`);
		await chmod(file, 0o755);
		return file;
	}

	/** Makes what listens at a port of 127.0.0.1 in this network reachable at the same port of the machine's. */
	async open(port: number): Promise<void> {
		const door = createServer((outside) => {
			const inside = connect(join(this.#folder, 'relay'), () => {
				inside.write(`${port}\n`);
				outside.pipe(inside).pipe(outside);
			});
			for (const socket of [outside, inside]) socket.on('error', () => socket.destroy());
			outside.once('close', () => inside.destroy());
			inside.once('close', () => outside.destroy());
		});
		await new Promise<void>((done, failed) => door.once('error', failed).listen(port, '127.0.0.1', done));
		this.#doors.push(door);
	}

	/** A TCP proxy in this network, to a port of 127.0.0.1 in it, whose connections can be cut. */
	async proxy(target: number): Promise<InnerProxy> {
		const child = spawn(await this.program(process.execPath), [PROXY, String(target)], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		const port = await new Promise<number>((done, failed) => {
			child.stdout.once('data', (line) => done(Number(line)));
			child.once('exit', () => failed(new Error('the proxy ended')));
		});
		const say = (word: string) => void child.stdin.write(`${word}\n`);
		return { port, cut: () => say('cut'), restore: () => say('restore'), stop: () => void child.stdin.end() };
	}

	/** The network is gone when the last program in it has ended. */
	async close(): Promise<void> {
		for (const door of this.#doors) door.close();
		const ended = new Promise((done) => this.#holder.once('exit', done));
		this.#holder.stdin?.end();
		await ended;
		await rm(this.#folder, { recursive: true, force: true });
	}
}
