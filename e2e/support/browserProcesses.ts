import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestServer } from './server.ts';

/** A process of a browser that a server started. */
export interface BrowserProcess {
	readonly pid: number;
	/** Whether a page runs in it. */
	readonly renders: boolean;
}

/** The browsers that a server started for template pages, with all their helpers, also those whose browser is gone. */
export class BrowserProcesses {
	readonly #folder: string;
	/** Names of their folders, those too that are gone. */
	readonly #names = new Set<string>();
	/** Each browser leads a group of its own, which its helpers are in. */
	readonly #groups = new Set<number>();

	constructor(server: TestServer) {
		this.#folder = join(server.dataDir, 'browsers');
	}

	async all(): Promise<BrowserProcess[]> {
		for (const name of await this.folders()) this.#names.add(name);
		const found: (BrowserProcess & { group: number })[] = [];
		for (const name of await readdir('/proc')) {
			const pid = Number(name);
			if (!Number.isInteger(pid)) continue;
			const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
			const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
			// Behind the name, which may hold anything: state, parent, group (proc_pid_stat(5)).
			const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			if (state === undefined || state === 'Z') continue;
			if ([...this.#names].some((folder) => command.includes(folder))) this.#groups.add(Number(group));
			found.push({ pid, renders: command.includes('--type=renderer'), group: Number(group) });
		}
		return found.filter(({ group }) => this.#groups.has(group));
	}

	/** Names of the folders that they have. */
	folders(): Promise<string[]> {
		return readdir(this.#folder).catch(() => []);
	}

	/**
	 * Ends the pages as the system does when memory runs out. In the sandbox each is the first process of a namespace, which
	 * no other signal from outside reaches (pid_namespaces(7)).
	 */
	async crashPages(): Promise<void> {
		for (const { pid, renders } of await this.all()) if (renders) process.kill(pid, 'SIGKILL');
	}
}
