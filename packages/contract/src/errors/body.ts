import { type Static, Type } from 'typebox';
import { StreamFailure } from '../failures.ts';
import type { RoomcastError } from './RoomcastError.ts';
import { ERRORS } from './table.ts';

/**
 * The body of every REST error. `message` and `error` carry the same text, because the official clients read either;
 * `errorCode` is the name of the row, which `@videosdk.live/server-sdk` exposes as `error.code`.
 */
export const ErrorBody = Type.Object(
	{
		statusCode: Type.Integer({ description: 'The HTTP status again' }),
		error: Type.String(),
		message: Type.String(),
		code: Type.Integer({ description: 'Numeric code, see the error table' }),
		errorCode: Type.String({ description: 'Name of the error, see the error table' }),
		hint: Type.String({ description: 'What to do about it' }),
		reasonCode: Type.Optional(StreamFailure),
		field: Type.Optional(Type.String({ description: 'The field of the request that is wrong, if it is about one' })),
		requestId: Type.Optional(Type.String({ description: 'Also in the `x-request-id` header and in the log' })),
	},
	{ title: 'Error' },
);
export type ErrorBody = Static<typeof ErrorBody>;

/** The REST body of an error of the table. */
export function errorBody(error: RoomcastError, requestId?: string): ErrorBody {
	return {
		statusCode: error.status,
		error: error.message,
		message: error.message,
		code: error.code,
		errorCode: error.error,
		hint: ERRORS[error.error].hint,
		...(error.reasonCode === undefined ? {} : { reasonCode: error.reasonCode }),
		...(error.field === undefined ? {} : { field: error.field }),
		...(requestId === undefined ? {} : { requestId }),
	};
}
