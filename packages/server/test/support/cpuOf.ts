import { readFile } from 'node:fs/promises';

/** Length of a tick of the counters of the kernel (`USER_HZ`, proc_pid_stat(5)), in ms. */
const TICK = 10;

/** ms of CPU that a process has used, with all its threads, without its children. Linux only. */
export async function cpuOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// Behind the name, which may hold anything: utime and stime are the 14th and 15th field of the line.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * TICK;
}
