import type { ErrorName } from '../errors/table.ts';
import type { Endpoint } from './Endpoint.ts';

/** Errors of every endpoint that needs a token. */
const TOKEN_ERRORS: readonly ErrorName[] = [
	'INVALID_TOKEN',
	'INVALID_API_KEY',
	'APIKEY_DEACTIVATED',
	'INVALID_PERMISSIONS',
	'UNAUTHORIZED_ROLE',
	'TOO_MANY_REQUESTS',
	'DATABASE_UNAVAILABLE',
	'DISK_FULL',
];

/** Errors that any request can get, whatever it asks for. */
const REQUEST_ERRORS: readonly ErrorName[] = [
	'PAYLOAD_TOO_LARGE',
	'UNSUPPORTED_MEDIA_TYPE',
	'VALIDATION_FAILED',
	'TOO_MANY_REQUESTS',
	'DATABASE_UNAVAILABLE',
	'DISK_FULL',
	'SHUTTING_DOWN',
];

/** The errors of an endpoint that the reference lists. */
export function listedErrors({ action, atHome, errors = [], params, query, body }: Endpoint): ErrorName[] {
	return [
		...(action === 'open' ? [] : TOKEN_ERRORS),
		...errors,
		...(atHome === true ? ['SESSION_ELSEWHERE' as const] : []),
		'SOMETHING_WENT_WRONG',
		...((params ?? query ?? body) === undefined ? [] : ['VALIDATION_FAILED' as const]),
	];
}

/** Whether an endpoint is declared to answer an error. */
export function declaresError(endpoint: Endpoint, error: ErrorName): boolean {
	return REQUEST_ERRORS.includes(error) || listedErrors(endpoint).includes(error);
}
