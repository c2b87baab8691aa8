import { readdir, readFile } from 'node:fs/promises';

/** A process of this machine. */
export interface Process {
	readonly pid: number;
	/** Its arguments, with a NUL between them; empty for a zombie. */
	readonly command: string;
	readonly parent: number;
	/** Its process group. */
	readonly group: number;
}

/** Length of a tick of the counters of the kernel (`USER_HZ`, proc_pid_stat(5)), in ms. */
const TICK = 10;

/** All processes. Linux only. */
export async function allProcesses(): Promise<Process[]> {
	const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
	return Promise.all(
		pids.map(async (pid) => {
			const [, parent, group] = await statOf(pid).catch(() => []);
			const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
			return { pid, command, parent: Number(parent), group: Number(group) };
		}),
	);
}

/** Process ids of the children of a process whose command line has a text in it. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
	const children = (await allProcesses()).filter(({ parent, command }) => parent === pid && command.includes(text));
	return children.map((child) => child.pid);
}

/** Process ids of the program that was started with this text among its arguments, and of all that it started. */
export async function processesOf(argument: string): Promise<number[]> {
	const all = new Map((await allProcesses()).map((process) => [process.pid, process]));
	const isOf = (process: Process | undefined): boolean =>
		process !== undefined && (process.command.includes(argument) || isOf(all.get(process.parent)));
	return [...all.values()].filter(isOf).map(({ pid }) => pid);
}

/** ms of CPU that a process has used, with all its threads, without its children. */
export async function cpuOf(pid: number): Promise<number> {
	// utime and stime.
	const [user, system] = (await statOf(pid)).slice(11, 13);
	return (Number(user) + Number(system)) * TICK;
}

/** The fields of proc_pid_stat(5) that follow the name, which may hold anything: state, parent, group … */
async function statOf(pid: number): Promise<string[]> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
