import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Errors } from 'typebox/value';
import { misfits } from './misfits.ts';

const MOST_FINDINGS = 3;
/** As much of a value is shown, in characters. */
const SHOWN = 80;

/**
 * What is wrong with a value, for people: the field, what it holds and what is allowed. At most three findings. What it costs hardly depends on how
 * much is wrong, or how large the value is.
 *
 * @param schema what is allowed
 * @param value what came; long values are cut, and nothing under a key named like a secret is shown
 * @param root how the whole is called, for example `body` or `data`
 */
export function explain(schema: TSchema, value: unknown, root: string): string {
	return [...findingsOf(schema, value, root).values()].join('; ');
}

/**
 * The first field that is wrong, from the root on: `webhook.endPoint`; one that is missing has its name too. Undefined for
 * the whole.
 */
export function wrongField(schema: TSchema, value: unknown): string | undefined {
	for (const misfit of misfits(schema, value, 1)) {
		for (const { instancePath, keyword, params } of Errors(misfit.schema, misfit.value)) {
			const missing = keyword === 'required' ? (params.requiredProperties as string[]).slice(0, 1) : [];
			return [...misfit.path, ...instancePath.split('/').slice(1), ...missing].join('.') || undefined;
		}
	}
	return undefined;
}

function findingsOf(schema: TSchema, value: unknown, root: string): Map<string, string> {
	const findings = new Map<string, string>();
	for (const misfit of misfits(schema, value, MOST_FINDINGS)) {
		for (const error of Errors(misfit.schema, misfit.value)) {
			const inner = error.instancePath.split('/').slice(1);
			const field = [root, ...misfit.path, ...inner].join('.');
			// A union reports every branch that does not fit; the first finding for a field names it well enough.
			if (!findings.has(field))
				findings.set(field, `${field} ${expected(error, misfit.schema)}${shown(field, at(misfit.value, inner))}`);
			if (findings.size === MOST_FINDINGS) break;
		}
	}
	return findings;
}

/** Names of what is never shown. */
const SECRET = /token|secret|key|password|credential/i;

/** What is allowed, in words; the library's message where it says it already. */
function expected(error: TLocalizedValidationError, schema: TSchema): string {
	if (error.keyword === 'enum') return `must be one of ${error.params.allowedValues.join(', ')}`;
	if (error.keyword === 'required') return `must have ${error.params.requiredProperties.join(', ')}`;
	if (error.keyword === 'pattern')
		return 'x-pattern-in-words' in schema
			? `must be ${schema['x-pattern-in-words']}`
			: `must match ${error.params.pattern}`;
	if (error.keyword === 'format' && error.params.format === 'uri')
		return 'must be a URL: its host or its port is invalid';
	return error.message;
}

function at(value: unknown, path: readonly string[]): unknown {
	let current = value;
	for (const part of path) {
		if (typeof current !== 'object' || current === null) return undefined;
		const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
		current = Object.hasOwn(current, name) ? (current as Record<string, unknown>)[name] : undefined;
	}
	return current;
}

function shown(field: string, value: unknown): string {
	if (value === undefined || SECRET.test(field)) return '';
	const text = written(beginning(value, { left: 2 * SHOWN }));
	if (text === undefined) return '';
	return ` (it is ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text})`;
}

/** As much of a value as is shown of it, and a little more: it may be large. */
function beginning(value: unknown, budget: { left: number }): unknown {
	budget.left--;
	if (typeof value === 'string') return value.slice(0, 2 * SHOWN);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) {
		const entries: unknown[] = [];
		for (const entry of value) {
			if (budget.left <= 0) break;
			entries.push(beginning(entry, budget));
		}
		return entries;
	}
	const members: Record<string, unknown> = {};
	for (const name in value) {
		if (budget.left <= 0) break;
		if (Object.hasOwn(value, name)) members[name] = beginning((value as Record<string, unknown>)[name], budget);
	}
	return members;
}

/** Undefined for what JSON has no words for: also what is nested too deeply. */
function written(value: unknown): string | undefined {
	try {
		return JSON.stringify(value, (name, inner) => (SECRET.test(name) ? '***' : inner));
	} catch {
		return undefined;
	}
}
