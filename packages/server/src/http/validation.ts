import { RoomcastError } from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import { explain, wrongField } from '@roomcast/contract/validate';
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
		if (isText) {
			const empty = nameOfNul(value);
			if (empty !== undefined)
				return refusal(`${part}.${empty} contains the character U+0000, which no text can contain`, empty);
			value = fromText(schema, value);
		}
		if (fits(value)) return { value };
		return refusal(explain(schema, value, part), wrongField(schema, value));
	};
};

function refusal(details: string, field: string | undefined): { error: Error } {
	const error = new RoomcastError('VALIDATION_FAILED', details, { field });
	// Fastify marks the error that it gets, so the one of the table travels inside.
	return { error: new Error(error.message, { cause: error }) };
}

/** The parameter that holds a U+0000: PostgreSQL refuses it, in what is looked for as well. */
function nameOfNul(given: unknown): string | undefined {
	if (typeof given !== 'object' || given === null) return undefined;
	return Object.entries(given).find(([, value]) => String(value).includes('\0'))?.[0];
}

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
