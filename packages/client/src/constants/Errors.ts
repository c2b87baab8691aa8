import { ERRORS as SERVER_ERRORS } from '@roomcast/contract/errors/table';
import type { ErrorName } from '../contract/types.ts';
import { CLIENT_ERRORS, type ClientErrorName } from '../errors/clientErrors.ts';
import { FOREIGN_ERRORS, type ForeignErrorName } from '../errors/foreignErrors.ts';

/** Name of any error that an app may meet, or ask for. */
export type SdkErrorName = ErrorName | ClientErrorName | ForeignErrorName;

const codes = (table: Readonly<Record<string, { readonly code: number }>>) =>
	Object.entries(table).map(([name, { code }]) => [name, code] as const);

/** Every error by name: 3xxx from the browser, the others from the server. */
export const Errors = Object.fromEntries([
	...Object.entries(FOREIGN_ERRORS),
	...codes(CLIENT_ERRORS),
	...codes(SERVER_ERRORS),
]) as Readonly<Record<SdkErrorName, number>>;
export type Errors = number;
