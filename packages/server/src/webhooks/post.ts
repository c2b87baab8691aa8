import http from 'node:http';
import https from 'node:https';
import type { CheckedTarget } from '../net/TargetGuard.ts';

/** What an endpoint answered, its body left out. */
export interface PostAnswer {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
}

/** Most of an answer's body that is read, in bytes: nobody needs it, but closing early looks like a failure to some. */
const BODY_READ = 1024;

/**
 * POST to a checked target. Redirects are answers like any other.
 *
 * @param signal ends it
 * @throws when there is no answer
 */
export function post(
	target: CheckedTarget,
	headers: Readonly<Record<string, string>>,
	body: Buffer,
	signal: AbortSignal,
): Promise<PostAnswer> {
	const { request } = target.url.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		const sent = request(target.url, {
			method: 'POST',
			headers: { ...headers, 'content-length': body.length },
			lookup: target.lookup,
			// A connection that is kept would outlive the check of its address.
			agent: false,
			signal,
		});
		sent.on('error', reject);
		sent.on('response', (response) => {
			resolve({ status: response.statusCode ?? 0, headers: response.headers });
			let read = 0;
			response.on('data', (chunk: Buffer) => {
				read += chunk.length;
				if (read >= BODY_READ) sent.destroy();
			});
			// The status has been taken: what happens to the rest of the answer changes nothing.
			response.on('error', () => {});
		});
		sent.end(body);
	});
}
