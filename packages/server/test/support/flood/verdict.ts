import { ERRORS, type ErrorName } from '@roomcast/contract';

/** Errors that no message may lead to: they are ours, not the caller's. */
const NEVER: readonly string[] = [
	'SOMETHING_WENT_WRONG',
	'MEDIA_SERVER_UNAVAILABLE',
	'SHUTTING_DOWN',
	'TOO_MANY_REQUESTS',
];

/**
 * What is wrong with an error that was answered.
 *
 * @returns undefined when it is one of the table that the caller brought about
 */
export function wrongWith(name: unknown, code: unknown, status?: number): string | undefined {
	if (typeof name !== 'string' || !Object.hasOwn(ERRORS, name))
		return `the error ${JSON.stringify(name)} is not in the table`;
	const row = ERRORS[name as ErrorName];
	if (row.code !== code) return `${name} has the code ${code}, not ${row.code}`;
	if (status !== undefined && row.status !== status) return `${name} has the status ${status}, not ${row.status}`;
	return NEVER.includes(name) ? `it answered ${name}` : undefined;
}
