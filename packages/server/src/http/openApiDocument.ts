import {
	type Declared,
	ERRORS,
	ErrorBody,
	type ErrorName,
	listedErrors,
	MAX_BODY,
	POLICY,
	TAGS,
} from '@roomcast/contract';
import type { TSchema } from 'typebox';
import { VERSION } from '../version.ts';

const DESCRIPTION = `Rooms and everything in them, compatible with the VideoSDK v2 REST API.

Every request needs a token in the \`Authorization\` header, with or without \`Bearer\`: a JWT signed (HS256) with the secret of
an API key. \`roomcast token --roles crawler\` mints one. Each key is one tenant and cannot see what belongs to other keys.`;

const TOKEN = {
	type: 'apiKey',
	in: 'header',
	name: 'Authorization',
	description: 'JWT of an API key, with or without `Bearer`',
};

/** One operation of the OpenAPI document, as far as the docs look into it. */
export interface Operation {
	readonly operationId: string;
	readonly summary: string;
	readonly description: string;
	readonly tags: readonly string[];
	readonly security: readonly object[];
	readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

/** An OpenAPI document, as far as the docs look into it. */
export interface OpenApiDocument {
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/**
 * The OpenAPI 3.1 document of some endpoints.
 *
 * @param base the path that calls are below
 */
export function openApiDocument(endpoints: readonly Declared[], base = '/'): OpenApiDocument {
	const paths: Record<string, Record<string, object>> = {};
	for (const endpoint of endpoints) {
		const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
		paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
	}
	const schemas: Record<string, object> = {};
	const named = withReferences(paths, schemas);
	return {
		openapi: '3.1.0',
		info: { title: 'Roomcast', version: VERSION, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
		tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
		components: { securitySchemes: { token: TOKEN }, schemas },
		paths: named,
		servers: [{ url: base }],
	} as unknown as OpenApiDocument;
}

function operation(endpoint: Declared) {
	const { action, params, query, body, bodyOptional = false, bodyLimit = MAX_BODY, bodyType, title } = endpoint;
	const { answer, answerType, status = 200, alsoAnswers } = endpoint;
	const answered = { description: describe(answer) ?? 'Success', content: content(answer, answerType) };
	return {
		operationId: endpoint.id,
		summary: title,
		description: action === 'open' ? endpoint.text : `${endpoint.text} Needs ${POLICY[action].rule.needs}.`,
		tags: [endpoint.tag],
		...(params === undefined && query === undefined
			? {}
			: { parameters: [...parameters('query', query), ...parameters('path', params)] }),
		...(body === undefined
			? {}
			: { requestBody: { required: !bodyOptional, content: content(body, bodyType) }, 'x-body-limit': bodyLimit }),
		security: action === 'open' ? [] : [{ token: [] }],
		'x-roomcast-action': action,
		responses: {
			...errorAnswers(listedErrors(endpoint)),
			[status]: answered,
			...(alsoAnswers === undefined ? {} : { [alsoAnswers]: answered }),
		},
	};
}

function content(schema: TSchema, type = 'application/json') {
	return { [type]: { schema } };
}

function describe(schema: TSchema): string | undefined {
	return (schema as { description?: string }).description;
}

function parameters(place: 'query' | 'path', schema: TSchema | undefined) {
	const { properties = {}, required = [] } = (schema ?? {}) as {
		properties?: Record<string, TSchema & { description?: string }>;
		required?: readonly string[];
	};
	return Object.entries(properties).map(([name, { description, ...rest }]) => ({
		name,
		in: place,
		required: required.includes(name),
		...(description === undefined ? {} : { description }),
		schema: rest,
	}));
}

function errorAnswers(names: readonly ErrorName[]) {
	const answers: Record<number, object> = {};
	for (const status of new Set(names.map((name) => ERRORS[name].status))) {
		const lines = names
			.filter((name) => ERRORS[name].status === status)
			.map((name) => `- \`${name}\` (${ERRORS[name].code}): ${ERRORS[name].message}`);
		answers[status] = { description: lines.join('\n'), content: content(ErrorBody) };
	}
	return answers;
}

/** A copy in which references stand for the object schemas that have a `title`; these are then in `schemas`. */
function withReferences(value: unknown, schemas: Record<string, object>): unknown {
	if (Array.isArray(value)) return value.map((entry) => withReferences(entry, schemas));
	if (typeof value !== 'object' || value === null) return value;
	const copy = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withReferences(entry, schemas)]));
	const { title, type, patternProperties, ...rest } = copy;
	// The form of a record with any key that generators of clients understand.
	const anyKey = (patternProperties as Record<string, unknown> | undefined)?.['^.*$'];
	if (anyKey !== undefined) return { ...rest, type, additionalProperties: anyKey };
	if (typeof title !== 'string' || type !== 'object') return copy;
	schemas[title] = copy;
	return { $ref: `#/components/schemas/${title}` };
}
