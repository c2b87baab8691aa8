import { RoomcastError } from '@roomcast/contract';

/** Longest key of an object in S3, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;
/** What the server puts after a prefix: ids of a session, a participant, a file. */
const ROOM_FOR_NAMES = 400;
/** Longest name of a file on the file systems in use, in bytes, less what a temporary name adds. */
const MAX_SEGMENT_BYTES = 200;

/**
 * A prefix that a caller chose (`awsDirPath`, `bucketDirPath`), in the one form that goes into keys: no slash at either
 * end. One at the beginning or the end is taken away, because the samples of the API have them.
 *
 * @param field its name in the request, for the message
 * @returns the prefix; empty when there is nothing in it
 * @throws RoomcastError VALIDATION_FAILED
 */
export function storagePrefix(field: string, given: string | null | undefined): string {
	const path = (given ?? '').replace(/^\/+|\/+$/g, '');
	if (path === '') return '';
	const refuse = (what: string): never => {
		throw new RoomcastError('VALIDATION_FAILED', `\`${field}\` is ${JSON.stringify(given)}; it can contain ${what}`);
	};
	const problem = problemOf(path);
	if (problem !== undefined) refuse(problem);
	if (Buffer.byteLength(path) > MAX_KEY_BYTES - ROOM_FOR_NAMES)
		refuse(`at most ${MAX_KEY_BYTES - ROOM_FOR_NAMES} bytes`);
	return path;
}

/**
 * The key of a file: a prefix of `storagePrefix`, then names of the server's own.
 *
 * @throws Error when it is none
 */
export function storagePath(prefix: string, ...names: readonly string[]): string {
	const path = [prefix, ...names].filter((part) => part !== '').join('/');
	const problem =
		path === '' || Buffer.byteLength(path) > MAX_KEY_BYTES ? `1 to ${MAX_KEY_BYTES} bytes` : problemOf(path);
	if (problem !== undefined)
		throw new Error(`${JSON.stringify(path)} is not a valid path of a file: it can contain ${problem}`);
	return path;
}

/** What a path breaks, as what it may hold; undefined when it is a good one. */
function problemOf(path: string): string | undefined {
	// A lone half of a surrogate pair has no UTF-8.
	if (!path.isWellFormed() || /[\p{Cc}\\]/u.test(path))
		return 'text without control characters and backslashes, with `/` between folders';
	for (const segment of path.split('/')) {
		if (segment === '') return 'no two slashes in a row';
		if (segment === '.' || segment === '..') return 'no `.` and `..` folders';
		if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `at most ${MAX_SEGMENT_BYTES} bytes between two slashes`;
	}
	return undefined;
}
