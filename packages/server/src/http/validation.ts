import { RoomcastError } from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import { explain } from '@roomcast/contract/validate';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { fromText } from './fromText.ts';

/** Checks what comes in against the contract. Text of paths and queries becomes numbers and booleans first. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
	const fits = lazyValidator(schema);
	const part = httpPart ?? 'body';
	const isText = part !== 'body';
	return (given: unknown) => {
		// A body that is allowed to be absent counts as empty.
		let value: unknown = given ?? {};
		if (isText) value = fromText(schema, value);
		if (fits(value)) return { value };
		const error = new RoomcastError('VALIDATION_FAILED', explain(schema, value, part));
		// Fastify marks the error that it gets, so the one of the table travels inside.
		return { error: new Error(error.message, { cause: error }) };
	};
};

/**
 * Writes answers as JSON. An answer that is not what the contract promises is an error of ours: `onMismatch` hears of
 * it, and may throw.
 */
export function serializerCompiler(onMismatch: (error: Error) => void): FastifySerializerCompiler<TSchema> {
	return ({ schema, method, url }) => {
		const fits = lazyValidator(schema);
		return (answer: unknown) => {
			if (!fits(answer))
				onMismatch(new Error(`${method} ${url} answers against its contract: ${explain(schema, answer, 'answer')}`));
			return JSON.stringify(answer);
		};
	};
}
