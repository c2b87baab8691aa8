import { RoomcastError, type StreamFailure } from '@roomcast/contract';
import { DiskShortage, isDiskFull } from '../storage/DiskSpace.ts';

/** Why a stream failed, for programs, by the error that ended it. */
export function reasonCodeOf(error: unknown): StreamFailure {
	if (!(error instanceof Error)) return 'OTHER';
	if (error instanceof RoomcastError && error.reasonCode !== undefined) return error.reasonCode;
	if (error instanceof DiskShortage || isDiskFull(error)) return 'DISK_FULL';
	return reasonCodeOf(error.cause);
}
