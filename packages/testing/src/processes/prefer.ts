import { setPriority } from 'node:os';

/**
 * Media tests run in real time: a sender or a composer that waits for a busy machine tests the machine. Where the system
 * allows it (root), they get the CPU first.
 */
export function prefer(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		setPriority(pid, -15);
	} catch {
		// Without the right, the tests depend on an idle machine.
	}
}
