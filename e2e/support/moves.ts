import { until } from '@roomcast/testing/until';
import type { Caller } from './caller.ts';

/**
 * Waits until somebody's picture has moved for a caller, also if its stream is sent again meanwhile.
 *
 * @param options frames that have to follow, and ms within which they do
 */
export async function moves(
	caller: Caller,
	of: string,
	{ more = 5, timeout = 60_000 }: { readonly more?: number; readonly timeout?: number } = {},
): Promise<void> {
	const before = await caller.frames(of);
	const goesOn = async () => {
		const frames = await caller.frames(of);
		// The element of a stream that is sent again counts from 0.
		return frames >= before + more || (frames >= more && frames < before);
	};
	await until(`${caller.id} sees ${of} move`, goesOn, timeout);
}
