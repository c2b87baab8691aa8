import { RoomcastError } from '@roomcast/contract';
import { isGone } from './isGone.ts';
import { resetChannel } from './resetChannel.ts';

/**
 * Waits for what mediasoup was asked. What it refuses is a mistake of the client, since the rest was checked before,
 * unless the object it was asked of is closed by now.
 *
 * @param object what was asked
 * @throws RoomcastError VALIDATION_FAILED, MEDIA_NOT_AVAILABLE
 */
export async function refusable<T>(
	object: { readonly id: string; readonly closed: boolean },
	asked: Promise<T>,
): Promise<T> {
	try {
		return await asked;
	} catch (error) {
		resetChannel(object);
		if (isGone(object, error))
			throw new RoomcastError('MEDIA_NOT_AVAILABLE', `${object.id} was closed`, { cause: error });
		throw new RoomcastError('VALIDATION_FAILED', (error as Error).message, { cause: error });
	}
}
