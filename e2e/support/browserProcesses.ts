import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allProcesses } from '@roomcast/testing/processes/processes';
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
	/** Names of their folders, also of those that are gone. */
	readonly #names = new Set<string>();
	/** Each browser leads a group of its own, which its helpers are in. */
	readonly #groups = new Set<number>();

	constructor(server: TestServer) {
		this.#folder = join(server.dataDir, 'browsers');
	}

	async all(): Promise<BrowserProcess[]> {
		for (const name of await this.folders()) this.#names.add(name);
		const all = await allProcesses();
		for (const { command, group } of all)
			if ([...this.#names].some((folder) => command.includes(folder))) this.#groups.add(group);
		return all
			.filter(({ command, group }) => command !== '' && this.#groups.has(group))
			.map(({ pid, command }) => ({ pid, renders: command.includes('--type=renderer') }));
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
