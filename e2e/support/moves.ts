import type { Caller } from './caller.ts';
import { until } from './wait.ts';

/**
 * Waits until somebody's picture has moved on for a caller.
 *
 * @param options frames that have to follow, and ms within which they do
 */
export async function moves(
	caller: Caller,
	of: string,
	{ more = 5, timeout = 15_000 }: { readonly more?: number; readonly timeout?: number } = {},
): Promise<void> {
	const before = await caller.frames(of);
	await until(`${caller.id} sees ${of} move`, async () => (await caller.frames(of)) >= before + more, timeout);
}
