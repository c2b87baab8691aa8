import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));

const packages = (await readdir(PACKAGES)).filter((name) => !name.startsWith('.'));

/** The sources of a package, by their path below `src`. Tests may import what they like. */
async function sourcesOf(name: string): Promise<Map<string, string>> {
	const src = join(PACKAGES, name, 'src');
	const paths = (await readdir(src, { recursive: true })).filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path));
	return new Map(
		await Promise.all(paths.map(async (path) => [path, await readFile(join(src, path), 'utf8')] as const)),
	);
}

/**
 * The folders at the first level below `src` that import each other, also only types, each with one import in either direction.
 *
 * @param sources text by path below `src`
 */
function mutualImports(sources: ReadonlyMap<string, string>): Map<string, readonly string[]> {
	const examples = new Map<string, string>();
	for (const [path, text] of sources) {
		for (const imported of importsOf(path, text)) {
			const [from, to] = [folderOf(path), folderOf(imported)];
			if (from !== to && from !== '' && to !== '') examples.set(`${from} ⇄ ${to}`, `${path} imports ${imported}`);
		}
	}
	const pairs = new Map<string, readonly string[]>();
	for (const [pair, example] of examples) {
		const [from = '', to = ''] = pair.split(' ⇄ ');
		const back = examples.get(`${to} ⇄ ${from}`);
		if (from < to && back !== undefined) pairs.set(pair, [example, back]);
	}
	return pairs;
}

/** What a file imports of its own package, by path below `src`. */
function importsOf(path: string, text: string): string[] {
	const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module;
	const specifiers = [
		...staticImports.map(({ moduleRequest }) => moduleRequest.value),
		...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
		...dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
	];
	return specifiers
		.filter((specifier) => specifier.startsWith('.'))
		.map((specifier) => posix.join(posix.dirname(path), specifier))
		.filter((imported) => !imported.startsWith('..'));
}

/** @returns empty for the files beside the folders */
function folderOf(path: string): string {
	return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

describe.each(packages)('%s', async (name) => {
	const pairs = mutualImports(await sourcesOf(name));

	it('has no two folders that import each other', () => {
		expect([...pairs]).toEqual([]);
	});
});

it.each([
	['values', "import { find } from '../keys/find.ts';"],
	['types', "import type { Key } from '../keys/Key.ts';"],
	['what it passes on', "export * from '../keys/find.ts';"],
	['what it loads later', "const keys = import('../keys/find.ts');"],
])('finds folders that import each other: %s', (_, text) => {
	const back = ['keys/store.ts', "import { rooms } from '../rooms/store.ts';"] as const;
	const pairs = mutualImports(new Map([['rooms/service.ts', text], back]));
	expect([...pairs.keys()]).toEqual(['keys ⇄ rooms']);
	expect(mutualImports(new Map([['rooms/service.ts', text]])).size).toBe(0);
});

it('lets a folder import what is beside the folders, and its own files', () => {
	const own = ['rooms/service.ts', "import '../config.ts';\nimport './store.ts';\nimport './deep/store.ts';"] as const;
	expect(mutualImports(new Map([own, ['config.ts', "import './rooms/service.ts';"]])).size).toBe(0);
});
