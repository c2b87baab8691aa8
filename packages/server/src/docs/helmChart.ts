import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Setting } from '../config/setting.ts';
import { SETTINGS } from '../config/settings.ts';

const CHART = fileURLToPath(new URL('../../../../deploy/helm/roomcast/', import.meta.url));
const PART = /^ {2}# generated:(settings|secrets)\n[\s\S]*?^ {2}# \/generated\n/gm;

type Documented = Omit<Setting<unknown>, 'parse'>;

/** A file of the Helm chart, as it is and as it would be if its settings were written again. */
export interface ChartFile {
	/** Its absolute path. */
	readonly path: string;
	readonly text: string;
	readonly fresh: string;
}

/**
 * The files of the Helm chart that name every setting: `values.yaml` with its documentation, and its schema, by which Helm
 * refuses names that do not exist.
 */
export async function readChart(): Promise<ChartFile[]> {
	const [values, schema] = [join(CHART, 'values.yaml'), join(CHART, 'values.schema.json')];
	const [text, schemaText] = await Promise.all([readFile(values, 'utf8'), readFile(schema, 'utf8')]);
	const fresh = text.replaceAll(
		PART,
		(_whole, part: string) => `  # generated:${part}\n${settingsOf(part).map(valueLines).join('')}  # /generated\n`,
	);
	return [
		{ path: values, text, fresh },
		{ path: schema, text: schemaText, fresh: withProperties(schemaText) },
	];
}

/** Those of a ConfigMap, `settings`, or those of a Secret, `secrets`. */
function settingsOf(part: string): Documented[] {
	const all: Documented[] = Object.values(SETTINGS);
	return all.filter(({ secret = false }) => secret === (part === 'secrets'));
}

function valueLines({ name, description, allowed, ...setting }: Documented): string {
	const without = setting.default === undefined ? (setting.without ?? 'none') : setting.default;
	return `  # ${description}
  # Allowed: ${allowed}
  # Default: ${without}
  ${name}: ""
`;
}

function withProperties(schemaText: string): string {
	const schema = JSON.parse(schemaText);
	for (const part of ['settings', 'secrets']) {
		const properties = settingsOf(part).map(({ name, description }) => [name, { type: 'string', description }]);
		schema.properties[part] = {
			type: 'object',
			additionalProperties: false,
			properties: Object.fromEntries(properties),
		};
	}
	// Short lists on one line, as the formatter has them.
	const lists = /\[\s+((?:"[A-Za-z.]*",?\s+)+)\]/g;
	const text = JSON.stringify(schema, null, '\t');
	return `${text.replaceAll(lists, (_list, items: string) => `[${items.trim().replaceAll(/\s+/g, ' ')}]`)}\n`;
}
