import { readFile } from 'node:fs/promises';

/**
 * The monotonic clock of the machine, in ms: the same in all its processes, also in those that start later. It starts when
 * the machine boots.
 */
export function machineMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

/** The id of this boot of the machine, whose ms `machineMs` counts; undefined on systems without one (Linux has one). */
export async function bootId(): Promise<string | undefined> {
	return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
		(id) => id.trim(),
		() => undefined,
	);
}
