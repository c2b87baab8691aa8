import { readdir, readFile, readlink } from 'node:fs/promises';
import type { TestServer } from './server.ts';

/** The composers of a server that write something: those with a UDP port. */
export async function composersOf({ pid: parent }: TestServer): Promise<number[]> {
	const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
	const sockets = await readFile('/proc/net/udp', 'utf8');
	const found: number[] = [];
	for (const pid of children.trim().split(/\s+/).filter(Boolean).map(Number)) {
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		if (!command.includes('packages/composer/')) continue;
		const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
		const links = await Promise.all(names.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
		const inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
		if (inodes.some((inode) => sockets.includes(` ${inode} `))) found.push(pid);
	}
	return found;
}
