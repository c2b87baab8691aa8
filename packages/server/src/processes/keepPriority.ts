import { writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';

/**
 * Gives a process in a session of its own the priority of this one. Linux weighs sessions against each other first
 * (sched(7), autogroup): the niceness that a process inherits counts only within its session.
 *
 * @param pid of a process that leads its session already
 */
export function keepPriority(pid: number | undefined): void {
	const niceness = getPriority();
	if (pid === undefined || niceness === 0 || process.platform !== 'linux') return;
	writeFile(`/proc/${pid}/autogroup`, `${niceness}`).catch(() => {});
}
