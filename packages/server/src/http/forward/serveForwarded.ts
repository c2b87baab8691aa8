import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { App } from '../App.ts';
import type { ForwardedRequest } from './messages.ts';

/** By which this process knows what another node forwarded; nobody outside can. */
const HEADER = 'x-roomcast-forwarded';
const MARK = randomUUID();

/** Whether another node forwarded that request: it is answered here, wherever the session is by now. */
export function isForwarded({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
	return headers[HEADER] === MARK;
}

/** Has this server answer a request that another node forwarded, as if it had come here. */
export function inject(app: App, { method, path, headers, body, address }: ForwardedRequest) {
	return app.inject({
		method: method as 'POST',
		url: path,
		headers: { ...Object.fromEntries(headers), [HEADER]: MARK },
		remoteAddress: address,
		...(body === null ? {} : { payload: Buffer.from(body, 'base64') }),
	});
}
