import fc from 'fast-check';
import { emptyObject, type Json, toJson } from './Json.ts';

/** As much of JSON Schema as the contract is written in. */
export interface Schema {
	readonly type?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly patternProperties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
	readonly enum?: readonly string[];
	readonly const?: string | number | boolean;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly pattern?: string;
	readonly format?: string;
}

/** What a member of that name should hold to get far, such as the id of something that exists. Most often it does. */
export type Known = (name: string) => readonly Json[];

/** Longest array and text of a message that fits, whatever the schema allows. */
const LONG = 4;

/** Values that fit a schema. */
export function fitting(schema: Schema, known: Known, name = ''): fc.Arbitrary<Json> {
	const random = anything(schema, known, name);
	const values = known(name);
	if (values.length === 0) return random;
	const one = fc.nat(values.length - 1).map((at) => toJson(values[at] as Json));
	return fc.oneof({ weight: 8, arbitrary: one }, { weight: 1, arbitrary: random });
}

function anything(schema: Schema, known: Known, name: string): fc.Arbitrary<Json> {
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
	if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((each) => fitting(each, known, name)));
	const { minimum = 0, maximum = 2 ** 31 } = schema;
	switch (schema.type) {
		case 'null':
			return fc.constant(null);
		case 'boolean':
			return fc.boolean();
		case 'integer':
			return fc.integer({ min: minimum, max: maximum });
		case 'number':
			return fc.double({ min: minimum, max: maximum, noNaN: true });
		case 'string':
			return text(schema);
		case 'array': {
			const minLength = schema.minItems ?? 0;
			const items = fitting(schema.items ?? {}, known, name.replace(/s$/, ''));
			return fc.array(items, { minLength, maxLength: Math.max(minLength, Math.min(LONG, schema.maxItems ?? LONG)) });
		}
		case 'object':
			return object(schema, known);
		default:
			return fc.jsonValue({ maxDepth: 2 }).map((value) => toJson(value));
	}
}

function object(schema: Schema, known: Known): fc.Arbitrary<Json> {
	const [values] = Object.values(schema.patternProperties ?? {});
	if (values !== undefined) {
		const member = fc.tuple(fc.string({ maxLength: 8 }), fitting(values, known));
		return fc
			.array(member, { maxLength: LONG })
			.map((members) => Object.assign(emptyObject(), Object.fromEntries(members)));
	}
	const members = Object.entries(schema.properties ?? {}).map(([name, each]) => {
		const value = fitting(each, known, name);
		const needed = schema.required?.includes(name) === true;
		return (needed ? value : fc.option(value, { nil: undefined })).map((given) => [name, given] as const);
	});
	return fc.tuple(...members).map((all) => {
		const result = emptyObject();
		for (const [name, value] of all) if (value !== undefined) result[name] = value;
		return result;
	});
}

function text({ minLength = 0, maxLength = 64, pattern, format }: Schema): fc.Arbitrary<string> {
	if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
	const fits = (given: string) => given.length >= minLength && given.length <= maxLength;
	if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: 'small' }).filter(fits);
	return fc
		.string({ minLength, maxLength: Math.max(minLength, Math.min(16, maxLength)), unit: 'grapheme' })
		.filter(fits);
}
