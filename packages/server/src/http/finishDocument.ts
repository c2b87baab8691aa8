import { BODY_OPTIONAL } from './operation.ts';

/**
 * What @fastify/swagger leaves undone: schemas that have a `title` go to `components.schemas`, once each, and bodies
 * that may be absent are no longer required.
 */
export function finishDocument<D extends object>(document: D): D {
	const named: Record<string, unknown> = {};
	// A copy: the schemas are shared with the validators.
	const finished = replace(document, named) as D & { components?: { schemas?: Record<string, unknown> } };
	finished.components = { ...finished.components, schemas: { ...finished.components?.schemas, ...named } };
	return finished;
}

function replace(value: unknown, named: Record<string, unknown>): unknown {
	if (Array.isArray(value)) return value.map((entry) => replace(entry, named));
	if (typeof value !== 'object' || value === null) return value;
	const { [BODY_OPTIONAL]: bodyOptional, ...rest } = value as Record<string, unknown>;
	const result = Object.fromEntries(Object.entries(rest).map(([key, entry]) => [key, replace(entry, named)]));
	if (bodyOptional === true) (result.requestBody as { required: boolean }).required = false;
	const { title, type } = result;
	// `info` and the like have a title as well, and no type.
	if (typeof title !== 'string' || type !== 'object') return result;
	named[title] = result;
	return { $ref: `#/components/schemas/${title}` };
}
