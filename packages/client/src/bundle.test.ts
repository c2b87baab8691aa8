import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { TYPES } from '../build/declarations.ts';

/** Most that the SDK may weigh with everything in it, in bytes, gzipped. */
const LIMIT = 100_000;

let code: string;

beforeAll(async () => {
	const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
	const outputs = (await build({ configFile, build: { write: false } })) as Rolldown.RolldownOutput[];
	const chunks = outputs.flatMap(({ output }) => output).filter((file) => file.type === 'chunk');
	expect(chunks).toHaveLength(1);
	code = chunks[0]?.code ?? '';
}, 60_000);

describe('the bundle', () => {
	it(`is at most ${LIMIT / 1000} kB gzipped`, () => {
		expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(LIMIT);
	});

	it('imports nothing', () => {
		expect(code).not.toMatch(/\bfrom\s*["']/);
		expect(code).not.toMatch(/\bimport\s*["'(]/);
		expect(code).not.toMatch(/\brequire\(["']/);
	});

	it('exports what index.ts exports', async () => {
		const index = await import('./index.ts');
		const exported = /export\s*\{([^}]*)\}\s*;?\s*(?:\/\/[^\n]*)?\s*$/.exec(code)?.[1] ?? '';
		const names = exported.split(',').map((one) =>
			one
				.trim()
				.split(/\s+as\s+/)
				.at(-1),
		);
		expect(names.toSorted()).toEqual(Object.keys(index).toSorted());
	});
});

describe('the declarations', () => {
	it('of what apps see need no package', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-client-types-'));
		try {
			await declarationsIn(folder);
			const imports = await importsBelow(join(folder, 'index.d.ts'));
			expect(imports.files).toContain(join(folder, 'meeting/Meeting.d.ts'));
			expect(imports.packages).toEqual([]);
			// Nothing beside them: what apps do not see may name any package.
			const written = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
			expect(written.map((name) => join(folder, name)).toSorted()).toEqual(imports.files.toSorted());
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 120_000);

	it('say of the contract what the contract says', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-client-types-'));
		try {
			await declarationsIn(folder);
			const names = Object.keys(TYPES);
			const same = names.map(
				(name) =>
					`export const ${name}: [(of: Truth.${name}) => Declared.${name}, (of: Declared.${name}) => Truth.${name}] = [(of) => of, (of) => of];`,
			);
			const imports = [
				`import type * as Truth from '${join(import.meta.dirname, 'contract/types.ts')}';`,
				"import type * as Declared from './contract/types.d.ts';",
			];
			await writeFile(join(folder, 'same.mts'), [...imports, ...same].join('\n'));
			const project = {
				extends: fileURLToPath(new URL('../tsconfig.build.json', import.meta.url)),
				include: ['same.mts'],
				exclude: [],
				compilerOptions: { rootDir: '/' },
			};
			await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
			const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
			const checked = promisify(execFile)(process.execPath, [
				tsc,
				'-p',
				folder,
				'--noEmit',
				'--emitDeclarationOnly',
				'false',
			]);
			expect(
				await checked.then(
					() => '',
					({ stdout }) => stdout,
				),
			).toBe('');
			const source = await readFile(join(import.meta.dirname, 'contract/types.ts'), 'utf8');
			const exported = [...source.matchAll(/export type \{([^}]*)\}/g)].flatMap(([, list = '']) => list.match(/\w+/g));
			expect(names.toSorted()).toEqual(exported.toSorted());
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 120_000);
});

/** Writes the declarations, as the build does. */
async function declarationsIn(folder: string): Promise<void> {
	const script = fileURLToPath(new URL('../build/declarations.ts', import.meta.url));
	await promisify(execFile)(process.execPath, [script, folder]);
}

/** The declaration files that a file needs, itself included, and the packages that they import. */
async function importsBelow(file: string, found = { files: [] as string[], packages: [] as string[] }) {
	if (found.files.includes(file)) return found;
	found.files.push(file);
	for (const [, specifier = ''] of (await readFile(file, 'utf8')).matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g)) {
		if (!specifier.startsWith('.')) found.packages.push(`${file}: ${specifier}`);
		else await importsBelow(join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')), found);
	}
	return found;
}
