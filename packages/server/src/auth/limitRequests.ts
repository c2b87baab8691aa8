import { RoomcastError } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { callerOf } from './authenticateRequests.ts';
import { TokenBuckets } from './TokenBuckets.ts';

/**
 * Let each key call the routes of this scope only so often; what is more is answered with 429 and `Retry-After` in
 * seconds (RFC 9110 section 10.2.3). After `authenticateRequests`.
 *
 * @param perMinute requests of one key a minute; 0: as many as it likes
 */
export function limitRequests(scope: App, perMinute: number): void {
	if (perMinute === 0) return;
	const buckets = new TokenBuckets(perMinute);
	scope.addHook('onRequest', async (request, reply) => {
		const wait = buckets.take(callerOf(request).keyId);
		if (wait === 0) return;
		const seconds = Math.ceil(wait / 1000);
		reply.header('retry-after', seconds);
		throw new RoomcastError('TOO_MANY_REQUESTS', `this key may send ${perMinute} a minute; wait ${seconds} s`);
	});
}
