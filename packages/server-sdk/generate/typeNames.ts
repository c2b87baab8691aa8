import * as contract from '@roomcast/contract';
import { printType, type Schema } from '../../client/build/printType.ts';

/** Names of the contract by their schemas. */
const byIdentity = new Map<unknown, string>();
/** By their text: a schema that is optional is a copy of the one that it was. */
const byText = new Map<string, string>();
for (const [name, value] of Object.entries(contract)) {
	if (!isObjectSchema(value)) continue;
	if (!byIdentity.has(value)) byIdentity.set(value, name);
	if (!byText.has(textOf(value))) byText.set(textOf(value), name);
}

const nameOf = (schema: Schema) => byIdentity.get(schema) ?? byText.get(textOf(schema));

/** Gives the schemas that are used their names, and prints them and what they use. */
export class TypeNames {
	readonly #used = new Map<string, Schema>();

	/**
	 * The name of a schema, or the type itself, if it is no object.
	 *
	 * @param otherwise its name if the contract has none
	 */
	use(schema: Schema, otherwise: string): string {
		if (!isObjectSchema(schema)) return printType(schema);
		const name = nameOf(schema) ?? otherwise;
		this.#used.set(name, schema);
		return name;
	}

	/** The row type of a page. */
	row(schema: Schema): string | undefined {
		return schema.items === undefined ? undefined : this.#nameOf(schema.items);
	}

	/** Declarations of all that was used, by their names. */
	print(): Map<string, string> {
		const printed = new Map<string, string>();
		for (let next = this.#unprinted(printed); next !== undefined; next = this.#unprinted(printed)) {
			const [name, schema] = next;
			const doc = schema.description === undefined ? [] : [`/** ${schema.description}. */`];
			const type = printType(schema, '', (inner) => this.#nameOf(inner));
			printed.set(name, [...doc, `export type ${name} = ${type};`, ''].join('\n'));
		}
		return new Map([...printed].sort(([a], [b]) => (a < b ? -1 : 1)));
	}

	#unprinted(printed: ReadonlyMap<string, string>): [string, Schema] | undefined {
		return [...this.#used].find(([name]) => !printed.has(name));
	}

	#nameOf(schema: Schema): string | undefined {
		const name = isObjectSchema(schema) ? nameOf(schema) : undefined;
		if (name !== undefined) this.#used.set(name, schema);
		return name;
	}
}

function isObjectSchema(value: unknown): value is Schema {
	if (typeof value !== 'object' || value === null) return false;
	const { type, properties } = value as Schema;
	return type === 'object' && properties !== undefined && Object.keys(properties).length > 0;
}

function textOf(schema: object): string {
	return JSON.stringify(schema, (key, value) => (key.startsWith('~') ? undefined : value));
}
