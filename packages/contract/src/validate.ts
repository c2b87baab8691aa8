import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Errors } from 'typebox/value';

/**
 * What is wrong with a value, for people: the field, what it holds and what is allowed. At most three findings.
 *
 * @param schema what is allowed
 * @param value what came; long values are cut, and nothing under a key named like a secret is shown
 * @param root how the whole is called, for example `body` or `data`
 */
export function explain(schema: TSchema, value: unknown, root: string): string {
	const findings = new Map<string, string>();
	for (const error of Errors(schema, value)) {
		const field = `${root}${error.instancePath.replaceAll('/', '.')}`;
		// A union reports every branch that does not fit; the first finding for a field names it well enough.
		if (!findings.has(field))
			findings.set(field, `${field} ${expected(error)}${shown(field, at(value, error.instancePath))}`);
		if (findings.size === 3) break;
	}
	return [...findings.values()].join('; ');
}

/** Names of what is never shown. */
const SECRET = /token|secret|key|password|credential/i;

/** What is allowed, in words; the library's message where it says it already. */
function expected(error: TLocalizedValidationError): string {
	if (error.keyword === 'enum') return `must be one of ${error.params.allowedValues.join(', ')}`;
	if (error.keyword === 'required') return `must have ${error.params.requiredProperties.join(', ')}`;
	if (error.keyword === 'pattern') return `must match ${error.params.pattern}`;
	if (error.keyword === 'format' && error.params.format === 'uri') return 'must be a URL: its host or its port is none';
	return error.message;
}

function at(value: unknown, pointer: string): unknown {
	let current = value;
	for (const part of pointer.split('/').slice(1)) {
		if (typeof current !== 'object' || current === null) return undefined;
		current = (current as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
	}
	return current;
}

function shown(field: string, value: unknown): string {
	if (value === undefined || SECRET.test(field)) return '';
	const text = written(value);
	if (text === undefined) return '';
	return ` (it is ${text.length > 80 ? `${text.slice(0, 80)}…` : text})`;
}

/** Undefined for what JSON has no words for: also what is nested too deeply. */
function written(value: unknown): string | undefined {
	try {
		return JSON.stringify(value, (name, inner) => (SECRET.test(name) ? '***' : inner));
	} catch {
		return undefined;
	}
}
