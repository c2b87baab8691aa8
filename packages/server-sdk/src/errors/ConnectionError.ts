import { RoomcastError } from './RoomcastError.ts';

/** The server gave no answer, or one that is not of Roomcast. `cause` is what `fetch` threw. */
export class ConnectionError extends RoomcastError {
	override name = 'ConnectionError';
}
