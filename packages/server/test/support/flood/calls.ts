import fc from 'fast-check';
import { fitting, type Known, type Schema } from './fitting.ts';
import { Blank, type Json } from './Json.ts';
import { spoiled } from './spoiled.ts';

/** A call of the REST API. */
export interface Call {
	/** `POST /v2/rooms`. */
	readonly operation: string;
	readonly method: string;
	/** With `{name}` for parameters. */
	readonly template: string;
	readonly parameters: Readonly<Record<string, Text>>;
	/** Name and value of each, in order. */
	readonly query: readonly (readonly [string, Text])[];
	readonly body: Body;
	readonly credentials: 'director' | 'guest' | 'spoiled' | 'none';
}

/** A text in an address: something known, some text to be encoded, or something that is encoded wrongly. */
export type Text = { readonly blank: string } | { readonly text: string } | { readonly encoded: string };

export type Body =
	| { readonly kind: 'none' }
	| { readonly kind: 'json'; readonly value: Json; readonly cut: number | undefined }
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly type: string };

/** The OpenAPI document, as far as it is looked into. */
export interface Document {
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
	/** Bytes that a body may have. */
	readonly 'x-body-limit'?: number;
	readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
	readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const BLANKS: ReadonlyMap<string, readonly string[]> = new Map([
	['roomId', ['roomId', 'customRoomId']],
	['query', ['roomId', 'customRoomId']],
	['sessionId', ['sessionId', 'roomId']],
	['participantId', ['participantId']],
]);

const known: Known = (name) => (BLANKS.get(name) ?? []).map((blank): Json => new Blank(blank));

const TEXTS = [
	'',
	'.',
	'..',
	'\u0000',
	'a\u0000',
	'x'.repeat(2_000),
	'💥',
	'../../x',
	"' or 1=1 --",
	'__proto__',
	'-1',
	'1e9',
	'0x10',
	' ',
];
const ENCODED = ['%', '%zz', '%00', '%c0%80', '%ff', '%ed%a0%80', '%2e%2e%2f', '..%5c', '%25%30%30', '*', ';', '\\'];
const TYPES = [
	'application/json',
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data',
	'application/json; charset=utf-7',
	'',
];

/** What starts a process that decodes and encodes: a few of those are enough. */
const COSTLY = /\/start$/;

/** Calls of every operation of a document, those with a body most. */
export function calls(document: Document): fc.Arbitrary<Call> {
	const all = Object.entries(document.paths).flatMap(([template, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			weight: operation.requestBody === undefined || COSTLY.test(template) ? 1 : 8,
			arbitrary: callsOf(document, template, method.toUpperCase(), operation),
		})),
	);
	return fc.oneof(...all);
}

function callsOf(document: Document, template: string, method: string, operation: Operation): fc.Arbitrary<Call> {
	const { parameters = [], requestBody } = operation;
	const named = (where: string) => parameters.filter((parameter) => parameter.in === where).map(({ name }) => name);
	const path = fc.tuple(...named('path').map((name) => text(name).map((value) => [name, value] as const)));
	const names = fc.constantFrom(...named('query'), '__proto__', 'constructor', 'page', 'x[y]');
	const query = fc.array(
		names.chain((name) => text(name).map((value) => [name, value] as const)),
		{ maxLength: 3 },
	);
	const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
	return fc
		.record({
			parameters: path.map((entries) => Object.fromEntries(entries)),
			query: named('query').length > 0 ? query : fc.constant([]),
			body: schema === undefined ? fc.constant<Body>({ kind: 'none' }) : bodies(resolve(document, schema)),
			credentials: fc.oneof(
				{ weight: 12, arbitrary: fc.constant('director' as const) },
				{ weight: 2, arbitrary: fc.constantFrom('guest' as const, 'spoiled' as const, 'none' as const) },
			),
		})
		.map((call): Call => ({ ...call, operation: `${method} ${template}`, method, template }));
}

function bodies(schema: Schema): fc.Arbitrary<Body> {
	const json = spoiled(fitting(schema, known));
	return fc.oneof(
		{ weight: 10, arbitrary: json.map((value): Body => ({ kind: 'json', value, cut: undefined })) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(json, fc.integer({ min: 0, max: 99 }))
				.map(([value, cut]): Body => ({ kind: 'json', value, cut })),
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...TYPES))
				.map(([bytes, type]): Body => ({ kind: 'bytes', bytes, type })),
		},
	);
}

function text(name: string): fc.Arbitrary<Text> {
	const blanks = BLANKS.get(name) ?? ['none'];
	return fc.oneof(
		{ weight: 2, arbitrary: fc.constantFrom(...blanks).map((blank) => ({ blank })) },
		{ weight: 1, arbitrary: fc.constantFrom(...TEXTS).map((each) => ({ text: each })) },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((each) => ({ text: each })) },
		{ weight: 1, arbitrary: fc.constantFrom(...ENCODED).map((encoded) => ({ encoded })) },
	);
}

/** A schema with those in it that it only refers to. */
export function resolve(document: Document, schema: Schema): Schema {
	return JSON.parse(
		JSON.stringify(schema, (_name, value) => {
			const reference = (value as { $ref?: string } | null)?.$ref;
			const [, name] = /^#\/components\/schemas\/(.+)$/.exec(reference ?? '') ?? [];
			return name === undefined ? value : document.components.schemas[name];
		}),
	) as Schema;
}
