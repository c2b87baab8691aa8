import { RoomcastError } from '@roomcast/contract';
import { type Blame, BlamedError } from '../log/BlamedError.ts';
import { isDiskFull } from '../storage/DiskSpace.ts';

/** Whose failure it is that something cannot be captured. What nobody is known to be at fault for is the server's. */
export function blameOf(error: unknown): Blame {
	if (!(error instanceof Error)) return 'server';
	if (error instanceof BlamedError) return error.blame;
	if (isDiskFull(error)) return 'operator';
	if (error.cause !== undefined) return blameOf(error.cause);
	return error instanceof RoomcastError && error.status < 500 ? 'caller' : 'server';
}
