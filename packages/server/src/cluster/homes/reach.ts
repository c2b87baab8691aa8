import { setTimeout as sleep } from 'node:timers/promises';
import { RoomcastError } from '@roomcast/contract';
import { Elsewhere } from './Homes.ts';

/** ms until a session is given up whose node does not answer: by then another has taken it over. */
const PATIENCE = 15_000;
/** ms between two tries. */
const PAUSE = 250;

export interface Reaching<T, R> {
	/** Finds what is here. @throws Elsewhere when it is on another node */
	find(): Promise<T>;
	/** Goes to another node; undefined when there is no way to any. */
	readonly go: ((nodeId: string) => Promise<R>) | undefined;
	/** Whether to try again after `go` failed: not when the node may have done what it was asked. Default: always. */
	retries?(failure: unknown): boolean;
	/** Whether somebody still waits for it. */
	wanted(): boolean;
}

/**
 * Finds what is here, or goes to the node where it is. One that has just died is waited for until another has taken its
 * place.
 *
 * @throws RoomcastError SESSION_ELSEWHERE when that node does not answer, and what `find` throws
 */
export async function reach<T, R>({
	find,
	go,
	retries = () => true,
	wanted,
}: Reaching<T, R>): Promise<{ readonly here: T } | { readonly away: R }> {
	const end = performance.now() + PATIENCE;
	for (;;) {
		try {
			return { here: await find() };
		} catch (error) {
			if (!(error instanceof Elsewhere)) throw error;
			if (go === undefined)
				throw new RoomcastError(
					'SESSION_ELSEWHERE',
					'the servers on this database have no ROOMCAST_NATS_URL in common',
				);
			try {
				return { away: await go(error.nodeId) };
			} catch (cause) {
				if (!retries(cause) || !wanted() || performance.now() > end)
					throw new RoomcastError('SESSION_ELSEWHERE', 'its node does not answer', { cause });
			}
		}
		await sleep(PAUSE);
	}
}
