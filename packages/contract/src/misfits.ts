import type { TSchema } from 'typebox';
import { lazyValidator } from './lazyValidator.ts';

/** A part of a value that does not fit its part of a schema, as small as it could be found. */
export interface Misfit {
	/** Names and numbers on the way to it. */
	readonly path: readonly string[];
	readonly schema: TSchema;
	readonly value: unknown;
}

/** What of JSON Schema says what is inside. */
interface Parts {
	readonly type?: string;
	readonly properties?: Readonly<Record<string, TSchema>>;
	readonly patternProperties?: Readonly<Record<string, TSchema>>;
	readonly additionalProperties?: boolean | TSchema;
	readonly items?: TSchema;
}

const validators = new WeakMap<TSchema, (value: unknown) => boolean>();

/**
 * The first places at which a value does not fit. Each part is asked of its compiled validator, once: to have the library
 * list the errors of a large value costs a hundred times as much as to find that there is one.
 *
 * @param most how many are looked for
 */
export function misfits(schema: TSchema, value: unknown, most: number): Misfit[] {
	const found: Misfit[] = [];
	look({ path: [], schema, value }, found, most);
	return found;
}

function look({ path, schema, value }: Misfit, found: Misfit[], most: number): void {
	const parts = schema as Parts;
	if (typeof value !== 'object' || value === null || !(isArray(parts, value) || isObject(parts, value))) {
		if (!fits(schema, value)) found.push({ path, schema, value });
		return;
	}
	// Of the whole: how many, and what is missing.
	const { properties, patternProperties, additionalProperties, items, ...shell } = schema as Parts & TSchema;
	if (!fits(shell as TSchema, value, schema)) {
		found.push({ path, schema: shell as TSchema, value });
		// Most likely it has too many: then each of them is no matter.
		if (isLarge(value)) return;
	}
	for (const [name, inner] of entriesOf(value)) {
		if (found.length >= most) return;
		const part = partOf(parts, name);
		if (part === undefined) found.push({ path, schema, value: { [name]: inner } });
		else if (part !== true) look({ path: [...path, name], schema: part, value: inner }, found, most);
	}
}

/** More than anybody writes by hand. */
function isLarge(value: object): boolean {
	let size = 0;
	for (const _ in value) if (++size > 100) return true;
	return false;
}

function isArray({ type, items }: Parts, value: object): boolean {
	return type === 'array' && items !== undefined && Array.isArray(value);
}

function isObject({ type, properties, patternProperties }: Parts, value: object): boolean {
	return type === 'object' && !Array.isArray(value) && (properties !== undefined || patternProperties !== undefined);
}

/** The schema of what is inside under that name; true: anything; undefined: it may not be there. */
function partOf(parts: Parts, name: string): TSchema | true | undefined {
	if (parts.items !== undefined) return parts.items;
	if (parts.properties !== undefined && Object.hasOwn(parts.properties, name)) return parts.properties[name];
	for (const [pattern, schema] of Object.entries(parts.patternProperties ?? {}))
		if (regExp(pattern).test(name)) return schema;
	return parts.additionalProperties === false ? undefined : true;
}

const regExps = new Map<string, RegExp>();

function regExp(pattern: string): RegExp {
	const made = regExps.get(pattern) ?? new RegExp(pattern, 'u');
	regExps.set(pattern, made);
	return made;
}

function* entriesOf(value: object): Generator<[string, unknown]> {
	for (const name of Object.keys(value)) yield [name, (value as Record<string, unknown>)[name]];
}

/** @param key what the validator is kept by, where the schema is made for one question */
function fits(schema: TSchema, value: unknown, key?: TSchema): boolean {
	const kept = key === undefined ? validators : shells;
	let validator = kept.get(key ?? schema);
	if (validator === undefined) {
		validator = lazyValidator(schema);
		kept.set(key ?? schema, validator);
	}
	return validator(value);
}

const shells = new WeakMap<TSchema, (value: unknown) => boolean>();
