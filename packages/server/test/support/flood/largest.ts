import fc from 'fast-check';
import type { Schema } from './fitting.ts';

/** What a member of that name has to hold to get far, such as a token; undefined: anything. */
export type Needed = (name: string) => string | undefined;

/** How a value is written: how long arrays, records and texts may be, and whether each character is escaped. */
interface Writer {
	readonly most: number;
	readonly escaped: boolean;
	readonly needed: Needed;
	/** Characters that are left. */
	left: number;
}

class TooLarge extends Error {}

const repeated = (text: string, size: number) => text.repeat(Math.max(1, Math.floor(size / text.length)));
const list = (entry: string, size: number) => `[${repeated(`${entry},`, size - entry.length - 2)}${entry}]`;
const record = (size: number) => {
	const members: string[] = [];
	for (let left = size - 2, n = 0; ; n++) {
		const member = `"k${n}":0`;
		left -= member.length + 1;
		if (left < 0) return `{${members.join(',')}}`;
		members.push(member);
	}
};

/** Values of about that many bytes that fit hardly anywhere, each of another kind. */
const STRANGE: readonly ((size: number) => string)[] = [
	record,
	(size) => list('0', size),
	(size) => list('{}', size),
	(size) => list('""', size),
	(size) => `"${repeated('x', size - 2)}"`,
	(size) => `"${repeated('\\u0041', size - 2)}"`,
	(size) => `"${repeated('\\ud800', size - 2)}"`,
	(size) => `"${repeated('\\"', size - 2)}"`,
	(size) => list('{"__proto__":{}}', size),
	(size) => list('1e999', size),
	(size) => repeated('1', size),
	(size) => `${repeated('[', size / 2 - 1)}1${repeated(']', size / 2 - 1)}`,
	(size) => {
		const depth = Math.floor((size - 1) / 6);
		return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
	},
];

/**
 * The worst JSON of a size: what fits a schema and is as large as it may be, and what does not, with each member in turn as
 * large as it can be in each way.
 *
 * @param bytes of each, at most
 * @param count how many, of all kinds as evenly as there are
 */
export function largest(schema: Schema, bytes: number, count: number, needed: Needed): string[] {
	const names = Object.keys(schema.properties ?? {});
	const makers: (() => string)[] = [
		() => filled(schema, bytes, needed, false),
		() => filled(schema, bytes, needed, true),
		...STRANGE.flatMap((strange) => names.map((name) => () => spoilt(schema, name, strange, bytes, needed))),
		() => spoilt(schema, 'more', record, bytes, needed),
		() => spread(schema, bytes, needed),
		...STRANGE.map((strange) => () => strange(bytes)),
	];
	const made = new Map<number, string>();
	return Array.from({ length: count }, (_, n) => {
		const at = count < makers.length ? Math.floor((n * makers.length) / count) : n % makers.length;
		const text = made.get(at) ?? (makers[at] as () => string)();
		made.set(at, text);
		return text;
	});
}

/** What fits, with all that is optional and everything as long as it may be, up to the size; blanks fill the rest. */
function filled(schema: Schema, bytes: number, needed: Needed, escaped: boolean): string {
	let best = minimal(schema, needed);
	for (let low = 1, high = bytes; low <= high; ) {
		const most = Math.floor((low + high) / 2);
		try {
			best = write(schema, { most, escaped, needed, left: bytes }, '');
			low = most + 1;
		} catch (error) {
			if (!(error instanceof TooLarge)) throw error;
			high = most - 1;
		}
	}
	return best.padEnd(bytes);
}

/** What fits and is as small as it may be, but for one member. */
function spoilt(
	schema: Schema,
	name: string,
	strange: (size: number) => string,
	bytes: number,
	needed: Needed,
): string {
	const { [name]: _, ...properties } = schema.properties ?? {};
	const rest = minimal({ ...schema, properties }, needed).slice(0, -1);
	const begin = `${rest}${rest === '{' ? '' : ','}"${name}":`;
	return `${begin}${strange(bytes - begin.length - 1)}}`;
}

/** What fits, and beside it as many members as there is room for. */
function spread(schema: Schema, bytes: number, needed: Needed): string {
	const rest = minimal(schema, needed).slice(0, -1);
	const more = record(bytes - rest.length - 1).slice(1);
	return rest === '{' ? `{${more}` : `${rest},${more}`;
}

function minimal(schema: Schema, needed: Needed): string {
	const { properties = {}, required = [] } = schema;
	const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => required.includes(name)));
	return write({ ...schema, type: 'object', properties: kept }, { most: 1, escaped: false, needed, left: 1e9 }, '');
}

function write(schema: Schema, writer: Writer, name: string): string {
	const needed = writer.needed(name);
	if (needed !== undefined) return take(writer, JSON.stringify(needed));
	if (schema.const !== undefined) return take(writer, JSON.stringify(schema.const));
	if (schema.enum !== undefined) return take(writer, JSON.stringify(schema.enum[0]));
	if (schema.anyOf !== undefined) return write(schema.anyOf.find(isDeep) ?? (schema.anyOf[0] as Schema), writer, name);
	switch (schema.type) {
		case 'null':
			return take(writer, 'null');
		case 'boolean':
			return take(writer, 'true');
		case 'integer':
		case 'number':
			return take(writer, `${schema.maximum ?? 2 ** 31}`);
		case 'string':
			return string(schema, writer);
		case 'array': {
			const length = Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? writer.most, writer.most));
			return `[${several(length, writer, () => write(schema.items ?? {}, writer, ''))}]`;
		}
		default:
			return object(schema, writer);
	}
}

function isDeep({ type }: Schema): boolean {
	return type === 'object' || type === 'array';
}

function object(schema: Schema, writer: Writer): string {
	const properties = Object.entries(schema.properties ?? {});
	if (schema.properties !== undefined) {
		let at = 0;
		return `{${several(properties.length, writer, () => {
			const [name, each] = properties[at++] as [string, Schema];
			return `${take(writer, `${JSON.stringify(name)}:`)}${write(each, writer, name)}`;
		})}}`;
	}
	const [values = { type: 'string' }] = Object.values(schema.patternProperties ?? {});
	const value = values.type === undefined && values.anyOf === undefined ? { type: 'string', maxLength: 4 } : values;
	let at = 0;
	return `{${several(writer.most, writer, () => `${take(writer, `"k${at++}":`)}${write(value, writer, '')}`)}}`;
}

function several(length: number, writer: Writer, one: () => string): string {
	take(writer, '{}');
	return Array.from({ length }, () => {
		take(writer, ',');
		return one();
	}).join(',');
}

function string({ minLength = 0, maxLength, pattern, format }: Schema, writer: Writer): string {
	if (format === 'date-time') return take(writer, '"2026-01-01T00:00:00.000Z"');
	const length = Math.max(minLength, Math.min(maxLength ?? writer.most, writer.most));
	const long = 'x'.repeat(Math.min(length, writer.left));
	const fits = pattern === undefined || new RegExp(pattern).test(long);
	const text = fits ? long : (fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 1 })[0] ?? '');
	return take(writer, writer.escaped ? JSON.stringify(text).replaceAll('x', '\\u0078') : JSON.stringify(text));
}

function take(writer: Writer, text: string): string {
	writer.left -= text.length;
	if (writer.left < 0) throw new TooLarge();
	return text;
}
