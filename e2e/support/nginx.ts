import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@roomcast/testing/until';

/** A real nginx that serves servers below paths, configured as `docs/reverse-proxy.md` says. */
export class Nginx {
	/** The port that it listens on. */
	readonly origin: string;
	readonly #child: ChildProcess;
	readonly #folder: string;

	private constructor(origin: string, child: ChildProcess, folder: string) {
		this.origin = origin;
		this.#child = child;
		this.#folder = folder;
	}

	/** @param places path of each, with a slash at both ends, and the port of the server below it */
	static async start(port: number, places: Readonly<Record<string, number>>): Promise<Nginx> {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-nginx-'));
		const documented = await readFile(new URL('../../docs/reverse-proxy.md', import.meta.url), 'utf8');
		const sample = /```nginx\n([\s\S]*?)```/.exec(documented)?.[1] ?? '';
		const location = /\tlocation \/calls\/ \{[\s\S]*?\n\t\}\n/.exec(sample)?.[0] ?? '';
		const locations = Object.entries(places).map(([path, to]) =>
			location.replace('/calls/', path).replace('127.0.0.1:8080', `127.0.0.1:${to}`),
		);
		const http = sample
			.replace(location, locations.join('\n'))
			.replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
			.replace(/\tssl_certificate.*\n/g, '');
		const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
			(name) => `${name}_temp_path ${folder}/${name};`,
		);
		await writeFile(
			join(folder, 'nginx.conf'),
			`daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
access_log off;
${temporary.join('\n')}
${http}
}
`,
		);
		const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
		const files = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
		const child = spawn('nginx', files, { env: { ...process.env, PATH }, stdio: ['ignore', 'ignore', 'inherit'] });
		child.once('error', () => {});
		process.once('exit', () => child.kill('SIGKILL'));
		const origin = `http://127.0.0.1:${port}`;
		await until('nginx answers', () =>
			fetch(origin).then(
				() => true,
				() => false,
			),
		);
		return new Nginx(origin, child, folder);
	}

	async close(): Promise<void> {
		if (this.#child.exitCode === null && this.#child.signalCode === null) {
			const ended = new Promise((resolve) => this.#child.once('exit', resolve));
			this.#child.kill('SIGTERM');
			await ended;
		}
		await rm(this.#folder, { recursive: true, force: true });
	}
}
