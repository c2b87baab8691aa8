import { dirname, join } from 'node:path';

const IMPORT = /^import (?:type )?\{([^}]*)\} from ['"]([^'"]+)['"];\n/gm;
const REEXPORT = /^export (?:type )?\{([^}]*)\} from ['"]([^'"]+)['"];\n/gm;
const DECLARED = /^(?:declare )?(?:abstract )?(?:const|function|class|interface|type|enum) (\w+)/gm;

/**
 * One declaration file of an entry and of all that it imports from files beside it. Packages stay imports. Names must be
 * unique in all files, and no import may rename.
 *
 * @param entry its path; it only exports from other files
 * @param read the text of a file
 * @throws Error for a name that two files declare, or an import that it does not understand
 */
export function bundleDeclarations(entry: string, read: (file: string) => string): string {
	const packages = new Map<string, Set<string>>();
	const texts = new Map<string, string>();
	const exported: string[] = [];
	const passedOn: string[] = [];
	const visit = (file: string) => {
		if (texts.has(file)) return;
		// Its place, before those that import it too.
		texts.set(file, '');
		const text = read(file).replace(IMPORT, (_line, names: string, from: string) => {
			if (from.startsWith('.')) visit(target(file, from));
			else packages.set(from, new Set([...(packages.get(from) ?? []), ...namesIn(names, file)]));
			return '';
		});
		const rest = text.replace(REEXPORT, (line, names: string, from: string) => {
			if (file !== entry) throw new Error(`${file} exports from another file; only the entry may`);
			if (!from.startsWith('.')) passedOn.push(line);
			else {
				visit(target(file, from));
				exported.push(...namesIn(names, file));
			}
			return '';
		});
		if (/^import |\bimport\(/m.test(rest)) throw new Error(`${file} has an import that cannot be bundled`);
		texts.set(file, rest.replace(/^export \{\};\n/gm, '').replace(/^export /gm, ''));
	};
	visit(entry);
	const body = [...texts.values()].join('');
	const names = [...body.matchAll(DECLARED)].map(([, name = '']) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index && !isOverload(body, name));
	if (twice !== undefined) throw new Error(`Two files declare ${twice}`);
	const imports = [...packages].map(([from, all]) => `import type { ${[...all].sort().join(', ')} } from '${from}';\n`);
	return [...imports, ...passedOn, body, `export { ${exported.sort().join(', ')} };\n`].join('');
}

const isOverload = (body: string, name: string) => body.includes(`function ${name}`);

const target = (file: string, from: string) => join(dirname(file), from.replace(/\.[jt]sx?$/, '.d.ts'));

function namesIn(list: string, file: string): string[] {
	const names = list.split(',').flatMap((name) => name.trim().replace(/^type /, '') || []);
	const renamed = names.find((name) => name.includes(' as '));
	if (renamed !== undefined) throw new Error(`${file} renames ${renamed}`);
	return names;
}
