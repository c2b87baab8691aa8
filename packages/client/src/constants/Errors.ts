import { ERRORS as SERVER_ERRORS } from '@roomcast/contract/errors/table';
import { CLIENT_ERRORS } from '../errors/clientErrors.ts';

function codes<T extends Record<string, { readonly code: number }>>(table: T): { readonly [K in keyof T]: number } {
	return Object.fromEntries(Object.entries(table).map(([name, { code }]) => [name, code])) as {
		readonly [K in keyof T]: number;
	};
}

/** Every error by name: 3xxx from the browser, the others from the server. */
export const Errors: Readonly<Record<string, number>> = { ...codes(CLIENT_ERRORS), ...codes(SERVER_ERRORS) };
