import { setTimeout as sleep } from 'node:timers/promises';
import { Superseded } from './Superseded.ts';

/** ms before the second try. Each later wait is twice as long, up to `LONGEST`. */
const FIRST = 100;
const LONGEST = 5000;

/** Waits so many ms before the next try, without keeping the process alive. A rejection gives up. */
type Pause = (ms: number) => Promise<unknown>;

/**
 * Tries a write again and again until it is written: a database that fails for a while comes back. The waits do not keep
 * the process alive.
 *
 * @param write may run twice although the first run was written: the answer of a database can get lost
 * @param failed told of every try that failed and is tried again
 * @param pause waits between two tries
 * @throws what the write throws when no later try can end differently: the database refuses the values, another has taken the
 *   place of the writer, or it is a bug
 */
export async function untilWritten<T>(
	write: () => Promise<T>,
	failed: (error: unknown) => void,
	pause: Pause = (ms) => sleep(ms, undefined, { ref: false }),
): Promise<T> {
	for (let wait = FIRST; ; wait = Math.min(2 * wait, LONGEST)) {
		try {
			return await write();
		} catch (error) {
			if (isRefusal(error)) throw error;
			failed(error);
		}
		await pause(wait);
	}
}

/** SQLite: an error in the statement, a constraint, a wrong type, a value that is too large or has no place. */
const SQLITE_REFUSALS = [1, 18, 19, 20, 25];

/** Whether the same write would always fail. One that did would hold up everything after it. */
function isRefusal(error: unknown): boolean {
	if (error instanceof Superseded) return true;
	if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) return true;
	const { code, errcode } = error as { code?: unknown; errcode?: unknown };
	if (typeof errcode === 'number') return SQLITE_REFUSALS.includes(errcode & 0xff);
	// PostgreSQL: bad data, a constraint, an error in the statement.
	return typeof code === 'string' && /^(22|23|42)[0-9A-Z]{3}$/.test(code);
}
