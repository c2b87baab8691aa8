import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const LONGEST_FILE = 400;

interface Source {
	/** Relative to src/, with `/`. */
	readonly path: string;
	readonly text: string;
	/** What it imports of src/ when it runs, not for types only. */
	readonly imports: readonly string[];
}

const sources: readonly Source[] = await Promise.all(
	(await readdir(SRC, { recursive: true }))
		.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
		.map(async (path) => {
			const text = await readFile(join(SRC, path), 'utf8');
			const statements = text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+'(\.[^']+)';/gm);
			const imports = [...statements].map(([, to = '']) => relative(SRC, resolve(SRC, path, '..', to)));
			return { path, text, imports };
		}),
);

/** What a folder or a kind of file must not import: everything that is above it. */
const LAYERS: readonly { from: RegExp; not: RegExp }[] = [
	{ from: /\/store\.ts$/, not: /^(?!(?:db|time)\/)[^/]+\/(?!.*Store)/ },
	{ from: /\/service\.ts$/, not: /^(http|signalling)\/|\/routes\.ts$/ },
	{ from: /^db\//, not: /^(?!db\/|time\/)/ },
	{ from: /^time\//, not: /^(?!time\/)/ },
	{ from: /^media\//, not: /^(http|signalling|sessions|rooms|auth|keys)\// },
	{ from: /^sessions\/(?!.*[rR]outes\.ts$)/, not: /^(http|signalling)\// },
	{ from: /^(?!main\.ts|index\.ts|announce\.ts)/, not: /^main\.ts$/ },
];

describe.each(sources)('$path', ({ path, text, imports }) => {
	it('reads the environment only in config.ts', () => {
		if (path !== 'config.ts') expect(text).not.toContain('process.env');
	});

	it('imports only downwards', () => {
		const ownFolder = `${path.split('/')[0]}/`;
		for (const { from, not } of LAYERS)
			if (from.test(path)) expect(imports.filter((to) => not.test(to) && !to.startsWith(ownFolder))).toEqual([]);
	});

	it(`has at most ${LONGEST_FILE} lines`, () => {
		expect(text.split('\n').length).toBeLessThanOrEqual(LONGEST_FILE);
	});
});

it('has no circle of imports', () => {
	const byPath = new Map(sources.map((source) => [source.path, source]));
	const done = new Set<string>();
	const visit = (path: string, trail: readonly string[]): void => {
		if (trail.includes(path)) expect.fail(`${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
		if (done.has(path)) return;
		for (const to of byPath.get(path)?.imports ?? []) visit(to, [...trail, path]);
		done.add(path);
	};
	for (const { path } of sources) visit(path, []);
});
