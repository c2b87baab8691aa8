import { STATUS_CODES } from 'node:http';
import type { ErrorBody, RoomcastError } from '@roomcast/contract';

/** An error as the bytes of an HTTP answer, for a connection that is not read any further. */
export function rawAnswer(error: RoomcastError, body: ErrorBody): string {
	const text = JSON.stringify(body);
	const lines = [
		`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
		'content-type: application/json; charset=utf-8',
		`content-length: ${Buffer.byteLength(text)}`,
		'x-content-type-options: nosniff',
		...(error.retryAfter === undefined ? [] : [`retry-after: ${error.retryAfter}`]),
		'connection: close',
	];
	return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
