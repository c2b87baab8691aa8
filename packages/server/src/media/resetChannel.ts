/** What of a transport of mediasoup is ours to touch only here. */
interface Inside {
	readonly channel?: { readonly bufferBuilder?: { clear(): void } };
}

/**
 * Puts the channel to a media worker in order after a request that mediasoup could not write. All requests to a worker
 * are written with one builder, and one that ends in the middle of a request writes no other: without this a single
 * message that mediasoup chokes on would take the worker from everybody. Requests are written without a pause, so between
 * two of them there is nothing to lose.
 *
 * @param transport on any worker; of a mediasoup that is built otherwise it is left as it is
 */
export function resetChannel(transport: object): void {
	(transport as Inside).channel?.bufferBuilder?.clear();
}
