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
 * @throws Error for a schema that it does not know
 */
export function printType(schema: Schema, indent = ''): string {
	const { type, enum: values, anyOf, items, properties, required = [], patternProperties } = schema;
	if ('const' in schema) return JSON.stringify(schema.const);
	if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
	if (anyOf) return anyOf.map((one) => printType(one, indent)).join(' | ');
	if (items) return `(${printType(items, indent)})[]`;
	if (patternProperties)
		return `Record<string, ${Object.values(patternProperties).map((one) => printType(one as Schema, indent))}>`;
	if (properties) {
		const inner = `${indent}    `;
		const lines = Object.entries(properties).flatMap(([name, property]) => [
			...(property.description === undefined ? [] : [`${inner}/** ${property.description}. */`]),
			`${inner}${name}${required.includes(name) ? '' : '?'}: ${printType(property, inner)};`,
		]);
		return ['{', ...lines, `${indent}}`].join('\n');
	}
	if (type === 'integer' || type === 'number') return 'number';
	if (type === 'string' || type === 'boolean' || type === 'null') return type;
	if (Object.keys(schema).length === 0) return 'unknown';
	throw new Error(`cannot print ${JSON.stringify(schema)} as a type`);
}
