import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the program that was started with this text among its arguments, and of all that it started. */
export async function processesOf(argument: string): Promise<number[]> {
	const parents = new Map<number, number>();
	const found = new Set<number>();
	for (const name of await readdir('/proc')) {
		const pid = Number(name);
		if (!Number.isInteger(pid)) continue;
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
		// Behind the name, which may hold anything: state, parent (proc_pid_stat(5)).
		parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
		if (command.includes(argument)) found.add(pid);
	}
	const below = (pid: number): boolean => found.has(pid) || (parents.has(pid) && below(parents.get(pid) ?? 0));
	return [...parents.keys()].filter(below);
}
