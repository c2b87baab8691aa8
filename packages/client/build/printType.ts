/** The parts of JSON Schema that the contract uses for what apps see. */
export interface Schema {
	readonly type?: string | undefined;
	readonly const?: unknown;
	readonly enum?: readonly unknown[] | undefined;
	readonly anyOf?: readonly Schema[] | undefined;
	readonly items?: Schema | undefined;
	readonly properties?: Readonly<Record<string, Schema>> | undefined;
	readonly required?: readonly string[] | undefined;
	readonly patternProperties?: Readonly<Record<string, object>> | undefined;
	readonly description?: string | undefined;
}

/**
 * Prints a schema as a type of TypeScript; descriptions of properties become doc comments.
 *
 * @param nameOf the name of a type that is printed elsewhere, for schemas inside of this one
 * @throws Error for a schema that it does not know
 */
export function printType(
	schema: Schema,
	indent = '',
	nameOf: (schema: Schema) => string | undefined = () => undefined,
): string {
	const inside = (one: Schema, at = indent) => nameOf(one) ?? printType(one, at, nameOf);
	const { type, enum: values, anyOf, items, properties, required = [], patternProperties } = schema;
	if ('const' in schema) return JSON.stringify(schema.const);
	if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
	if (anyOf) return anyOf.map((one) => inside(one)).join(' | ');
	if (items) return `(${inside(items)})[]`;
	if (patternProperties)
		return `Record<string, ${Object.values(patternProperties).map((one) => inside(one as Schema))}>`;
	if (properties) {
		const inner = `${indent}    `;
		const lines = Object.entries(properties).flatMap(([name, property]) => [
			...(property.description === undefined ? [] : [`${inner}/** ${property.description}. */`]),
			`${inner}${name}${required.includes(name) ? '' : '?'}: ${inside(property, inner)};`,
		]);
		return ['{', ...lines, `${indent}}`].join('\n');
	}
	if (type === 'integer' || type === 'number') return 'number';
	if (type === 'string' || type === 'boolean' || type === 'null') return type;
	if (Object.keys(schema).every((name) => name === 'description')) return 'unknown';
	throw new Error(`cannot print ${JSON.stringify(schema)} as a type`);
}
