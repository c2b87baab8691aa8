import type { Declared } from '@roomcast/contract';
import type { Schema } from '../../client/build/printType.ts';
import { CLASSES, type ClassName, ROWS } from './methods.ts';
import type { TypeNames } from './typeNames.ts';

/** An endpoint with the name of its method. */
export interface Method {
	readonly name: string;
	readonly endpoint: Declared;
}

/** Prints the class of a group of endpoints. */
export function printClass(className: ClassName, methods: readonly Method[], types: TypeNames): string {
	const used = new Set<string>();
	const printed = methods.flatMap((method) => printMethod(method, types, used));
	const text = printed.join('\n');
	const fromRequest = ['fillPath', 'Started'].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
	return [
		"import type { CallOptions } from '../http/CallOptions.ts';",
		...(fromRequest.length === 0
			? []
			: [
					`import { ${fromRequest.map((name) => (name === 'Started' ? 'type Started' : name)).join(', ')} } from '../http/ApiRequest.ts';`,
				]),
		...(text.includes('rowsOf(') ? ["import { rowsOf } from '../http/rowsOf.ts';"] : []),
		"import type { Transport } from '../http/Transport.ts';",
		...(used.size === 0 ? [] : [`import type { ${[...used].sort().join(', ')} } from '../contract/types.ts';`]),
		'',
		`/** ${CLASSES[className]} */`,
		`export class ${className} {`,
		'    readonly #transport: Transport;',
		'',
		'    /** @internal */',
		'    constructor(transport: Transport) {',
		'        this.#transport = transport;',
		'    }',
		...printed,
		'}',
		'',
	].join('\n');
}

function printMethod({ name, endpoint }: Method, types: TypeNames, used: Set<string>): string[] {
	const {
		method,
		path,
		params,
		query,
		body,
		bodyOptional,
		answer,
		id,
		idHeader,
		alsoAnswers,
		action,
		errors = [],
	} = endpoint;
	const use = (schema: Schema, part: string) => {
		const type = types.use(schema, `${id.charAt(0).toUpperCase()}${id.slice(1)}${part}`);
		if (/^[A-Z]\w*$/.test(type)) used.add(type);
		return type;
	};
	const inPath = Object.keys((params as Schema | undefined)?.properties ?? {});
	const args = inPath.map((param) => `${param}: string`);
	const queryType = query === undefined ? undefined : use(query as Schema, 'Query');
	if (body !== undefined) args.push(`body: ${use(body as Schema, 'Body')}${bodyOptional ? ' = {}' : ''}`);
	if (queryType !== undefined) args.push(`query: ${queryType} = {}`);
	const sentence = idHeader !== undefined && (answer as Schema).type === 'string';
	const type = sentence ? 'Started' : use(answer as Schema, 'Answer');
	const fields = [
		`method: '${method}'`,
		`path: ${inPath.length === 0 ? `'${path}'` : `fillPath('${path}', { ${inPath.join(', ')} })`}`,
		...(body === undefined ? [] : ['body']),
		...(query === undefined ? [] : ['query']),
		...(action === 'open' ? ['open: true'] : []),
		...(alsoAnswers === undefined ? [] : [`alsoAnswers: ${alsoAnswers}`]),
		...(sentence ? [`idHeader: '${idHeader}'`] : []),
	];
	const lines = [
		'',
		...comment([
			`${endpoint.title}. ${endpoint.text}`,
			'',
			`\`${method} ${path}\``,
			'',
			`@throws ApiError ${[...errors, 'or with what any request is refused'].join(', ')}`,
		]),
		`    ${inPath.length > 0 || args.length > 0 ? 'async ' : ''}${name}(${[...args, 'options?: CallOptions'].join(', ')}): Promise<${type}> {`,
		`        return this.#transport.call({ ${fields.join(', ')} }, options);`,
		'    }',
	];
	return [...lines, ...(queryType === undefined ? [] : printRows(name, endpoint, queryType, types, used))];
}

/** The method that goes through all pages of a list. */
function printRows(name: string, endpoint: Declared, query: string, types: TypeNames, used: Set<string>): string[] {
	const { properties = {} } = endpoint.answer as Schema;
	if (properties.pageInfo === undefined || properties.data === undefined) return [];
	const [rows, row] = ROWS[endpoint.id] ?? ['data', types.row(properties.data)];
	if (row === undefined) throw new Error(`the rows of ${endpoint.id} have no name in the contract`);
	used.add(row);
	const params = Object.keys((endpoint.params as Schema | undefined)?.properties ?? {});
	const args = [...params.map((param) => `${param}: string`), `query: Omit<${query}, 'page'> = {}`];
	const call = [...params, '{ ...query, page }', 'options'].join(', ');
	return [
		'',
		...comment([`Every row of \`${name}\`, page by page as you ask for them. \`perPage\` says how many come at once.`]),
		`    ${name}All(${[...args, 'options?: CallOptions'].join(', ')}): AsyncGenerator<${row}, void, undefined> {`,
		`        return rowsOf((page) => this.${name}(${call}), ({ data }) => ${rows});`,
		'    }',
	];
}

function comment(lines: readonly string[]): string[] {
	return ['    /**', ...lines.map((line) => (line === '' ? '     *' : `     * ${line}`)), '     */'];
}
