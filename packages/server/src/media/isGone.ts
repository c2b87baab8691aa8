/** What mediasoup's worker answers when it has no object of that id any more. */
const NOT_FOUND = 'NotFoundError';

/**
 * Whether what was asked of mediasoup failed because the object has ended: it may have ended in the worker already, with
 * the news of it still on the way.
 *
 * @param object what was asked
 */
export function isGone(object: { readonly closed: boolean }, error: unknown): boolean {
	return object.closed || (error as Error | undefined)?.name === NOT_FOUND;
}
