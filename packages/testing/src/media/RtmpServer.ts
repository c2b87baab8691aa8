import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../net/ports.ts';
import { prefer } from '../processes/prefer.ts';

/** Its path on Debian. */
const MODULE = process.env.ROOMCAST_TEST_RTMP_MODULE ?? '/usr/lib/nginx/modules/ngx_rtmp_module.so';

export interface RtmpServerOptions {
	/** The URL that nginx asks before it accepts a publisher. */
	readonly onPublish?: string;
	/** Directives of its application; default: a file for each publishing. */
	readonly settings?: string;
}

/** A real nginx with its RTMP module, which records what is published to its application `live`. */
export class RtmpServer {
	readonly port: number;
	readonly #folder: string;
	#child: ChildProcess | undefined;

	private constructor(port: number, folder: string) {
		this.port = port;
		this.#folder = folder;
	}

	/** @param folder for its files, made here; what another try of the test left is removed */
	static async create(
		folder: string,
		{ onPublish, settings = 'record_unique on;' }: RtmpServerOptions = {},
	): Promise<RtmpServer> {
		const server = new RtmpServer(await freePort(), folder);
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder);
		await writeFile(
			join(folder, 'nginx.conf'),
			`daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
load_module ${MODULE};
events {}
rtmp { server {
	listen 127.0.0.1:${server.port};
	application live {
		live on; record all; record_path ${folder}; ${settings}
		${onPublish ? `on_publish ${onPublish};` : ''}
	}
} }
`,
		);
		await server.start();
		return server;
	}

	get url(): string {
		return `rtmp://127.0.0.1:${this.port}/live`;
	}

	/** Starts it, also again after it was killed. */
	async start(): Promise<void> {
		const config = ['-p', this.#folder, '-c', join(this.#folder, 'nginx.conf'), '-e', join(this.#folder, 'error.log')];
		const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
		this.#child = spawn('nginx', config, { env: { ...process.env, PATH }, stdio: ['ignore', 'ignore', 'inherit'] });
		this.#child.once('error', () => {});
		prefer(this.#child.pid);
		const kill = () => this.#child?.kill('SIGKILL');
		process.once('exit', kill);
		for (let tries = 0; tries < 100; tries++) {
			if (await listens(this.port)) return;
			await sleep(50);
		}
		throw new Error(`nginx with its RTMP module (Debian: libnginx-mod-rtmp, else docs/install.md) does not start:
${await this.log()}`);
	}

	async kill(): Promise<void> {
		const child = this.#child;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await gone;
	}

	/** Its recorded files, oldest first. */
	async recordings(): Promise<string[]> {
		const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.flv'));
		return names.sort().map((name) => join(this.#folder, name));
	}

	/** Its log. */
	log(): Promise<string> {
		return readFile(join(this.#folder, 'error.log'), 'utf8').catch(() => 'no log');
	}
}

function listens(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
