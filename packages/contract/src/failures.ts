import { type Static, Type } from 'typebox';

/**
 * Why a stream failed, for programs: the words beside it are for people, and may be others in the next version.
 *
 * - `TARGET_UNREACHABLE`: the server that it goes to has no address, or nothing answers there
 * - `TARGET_UNTRUSTED`: its certificate is not valid
 * - `TARGET_REFUSED`: it took neither the stream key nor the user and the password
 * - `TARGET_INVALID`: its address cannot be used, or may not be called
 * - `DISK_FULL`: this server has no room left on its disk
 * - `OTHER`: anything else; the words say what
 */
export const STREAM_FAILURES = [
	'TARGET_UNREACHABLE',
	'TARGET_UNTRUSTED',
	'TARGET_REFUSED',
	'TARGET_INVALID',
	'DISK_FULL',
	'OTHER',
] as const;

export const StreamFailure = Type.Enum([...STREAM_FAILURES], {
	description: 'Why, for programs; `reason` has the words',
});
export type StreamFailure = Static<typeof StreamFailure>;
