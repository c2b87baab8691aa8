import type { TSchema } from 'typebox';

/**
 * The parameters of a path or query as the schema means them: `page=2` is a number where one is expected. What does not
 * look like one stays text, for validation to refuse; `page=` says nothing, and is left out.
 */
export function fromText(schema: TSchema, given: unknown): unknown {
	if (typeof given !== 'object' || given === null) return given;
	const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
	const entries = Object.entries(given).filter(([, value]) => value !== '');
	const typeOf = (name: string) => (Object.hasOwn(properties, name) ? properties[name]?.type : undefined);
	return Object.fromEntries(entries.map(([name, value]) => [name, convert(typeOf(name), value)]));
}

function convert(type: string | undefined, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
	if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
	return value;
}
