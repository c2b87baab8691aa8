import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An import or export of another file of the declarations, over one line or several. */
const LINK = /^(import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|\*[^'"]*)\s+from\s+['"](\.[^'"]+)['"];\n?/gm;
/** A type of another file, where it is used. */
const INLINE = /\bimport\(['"](\.[^'"]+)['"]\)\./g;
/** The beginning of a declaration at the top of a file, and its name. */
const DECLARATION =
	/^(export\s+)?((?:declare\s+)?(?:abstract\s+)?(?:class|interface|type|const|function|enum)\s+(\w+))/gm;

/**
 * Makes one file of the declarations that a file exports: those of every file that it imports, each once, and the list of
 * what the first one exports. Names are the same in all files, as nothing is imported under another name.
 *
 * @param entry a `.d.ts` file, as the compiler writes it
 * @throws Error for two declarations of one name, and for anything imported that is not a file beside it
 */
export function bundleDeclarations(entry: string): string {
	const bodies: string[] = [];
	const origins = new Map<string, string>();
	const seen = new Set<string>();

	function add(file: string): void {
		if (seen.has(file)) return;
		seen.add(file);
		const text = readFileSync(file, 'utf8');
		for (const [, , names = '', specifier = ''] of text.matchAll(LINK)) {
			if (/\sas\s/.test(names))
				throw new Error(`${file} gives another name to what it takes from ${specifier}: ${names}`);
			add(join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')));
		}
		for (const [, specifier = ''] of text.matchAll(INLINE))
			add(join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')));
		const own = text
			.replaceAll(LINK, '')
			.replaceAll(INLINE, '')
			.replaceAll(/^export \{\};\n?/gm, '');
		if (/^(import|export)\b.*from\b|\bimport\(/m.test(own)) throw new Error(`${file} imports a package`);
		for (const [, , , name = ''] of own.matchAll(DECLARATION)) {
			const origin = origins.get(name) ?? file;
			if (origin !== file) throw new Error(`${name} is declared in ${origin} and in ${file}: give one another name`);
			origins.set(name, file);
		}
		const body = own.replaceAll(DECLARATION, (_all, _exported, declaration: string) => ambient(declaration)).trim();
		if (body !== '') bodies.push(body);
	}

	add(entry);
	return `${[...bodies, ...exportsOf(entry)].join('\n\n')}\n`;
}

/** What a file of declarations says at its top level: values need `declare`. */
function ambient(declaration: string): string {
	return /^(declare|interface|type)\b/.test(declaration) ? declaration : `declare ${declaration}`;
}

/** The lists of what a file hands on, types and values apart. */
function exportsOf(entry: string): string[] {
	const types: string[] = [];
	const values: string[] = [];
	for (const [all, , names = ''] of readFileSync(entry, 'utf8').matchAll(LINK))
		for (const name of names.split(',').map((one) => one.trim()))
			if (name !== '') (all.startsWith('export type') || name.startsWith('type ') ? types : values).push(name);
	const list = (keyword: string, names: string[]) =>
		names.length === 0
			? []
			: [`${keyword} {\n${names.map((name) => `    ${name.replace(/^type /, '')},\n`).join('')}};`];
	return [...list('export type', types), ...list('export', values)];
}
