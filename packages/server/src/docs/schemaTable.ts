import { code } from './markdown.ts';

/** A JSON Schema, as far as the docs look into it. */
export interface DocSchema {
	readonly type?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly anyOf?: readonly DocSchema[];
	readonly items?: DocSchema;
	readonly properties?: Readonly<Record<string, DocSchema>>;
	readonly required?: readonly string[];
	readonly description?: string;
}

/** The fields of an object schema as one table cell: name, `?` when it may be absent, type. */
export function fields(schema: DocSchema): string {
	const { properties = {}, required = [] } = schema;
	const lines = Object.entries(properties).map(
		([name, property]) => `${code(required.includes(name) ? name : `${name}?`)} ${typeText(property)}`,
	);
	return lines.length === 0 ? '—' : lines.join('\n');
}

/** A type in a few words. */
export function typeText(schema: DocSchema): string {
	if (schema.const !== undefined) return code(JSON.stringify(schema.const));
	if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(' / ');
	if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' / ');
	if (schema.type === 'array') return `array of ${schema.items === undefined ? 'anything' : typeText(schema.items)}`;
	return schema.type ?? 'anything';
}
