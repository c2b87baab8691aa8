import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

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
			const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
			const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
			await promisify(execFile)(process.execPath, [tsc, '-p', project, '--outDir', folder]);
			const imports = await importsBelow(join(folder, 'index.d.ts'));
			expect(imports.files).toContain(join(folder, 'meeting/Meeting.d.ts'));
			expect(imports.packages).toEqual([]);
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 120_000);
});

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
