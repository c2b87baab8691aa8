import { readdir, readFile, readlink } from 'node:fs/promises';
import { childrenOf } from '@roomcast/testing/processes/processes';
import type { TestServer } from './server.ts';

/** The composers of a server that write something: those with a UDP port. */
export async function composersOf(server: TestServer): Promise<number[]> {
	const sockets = await readFile('/proc/net/udp', 'utf8');
	const found: number[] = [];
	for (const pid of await childrenOf(server.pid, 'packages/composer/')) {
		const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
		const links = await Promise.all(names.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
		const inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
		if (inodes.some((inode) => sockets.includes(` ${inode} `))) found.push(pid);
	}
	return found;
}
