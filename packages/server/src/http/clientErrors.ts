import type { Socket } from 'node:net';
import { errorBody, RoomcastError } from '@roomcast/contract';
import type { Refusals } from '../limits/Refusals.ts';
import { rawAnswer } from './rawAnswer.ts';

/**
 * Answers what is no request of HTTP, or did not arrive in time, and closes the connection.
 *
 * @param refusals counts the slow
 */
export function clientErrorHandler(refusals: Refusals): (error: NodeJS.ErrnoException, socket: Socket) => void {
	return (error, socket) => {
		if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refusals.count('slow');
		if (error.code === 'ECONNRESET' || !socket.writable) {
			socket.destroy();
			return;
		}
		const known = toRoomcastError(error);
		socket.write(rawAnswer(known, errorBody(known)), () => socket.destroy());
	};
}

function toRoomcastError(error: NodeJS.ErrnoException): RoomcastError {
	if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
		return new RoomcastError('REQUEST_TIMEOUT', 'ROOMCAST_REQUEST_TIMEOUT sets the limit', { cause: error });
	const details = error.code === 'HPE_HEADER_OVERFLOW' ? 'its headers are larger than 16 KB' : 'it is not HTTP';
	return new RoomcastError('VALIDATION_FAILED', details, { cause: error });
}
