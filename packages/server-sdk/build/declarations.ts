import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleDeclarations } from '../../client/build/bundleDeclarations.ts';

/**
 * Writes the declarations of what `index.ts` exports as one file, once for ES modules and once for CommonJS.
 *
 * @param folder where they go
 * @throws Error when the sources do not compile
 */
export function writeDeclarations(folder: string): void {
	const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
	const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
	const made = mkdtempSync(join(tmpdir(), 'roomcast-server-sdk-types-'));
	try {
		const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', made], { stdio: 'inherit' });
		if (status !== 0) throw new Error('The declarations could not be made');
		mkdirSync(folder, { recursive: true });
		const text = bundleDeclarations(join(made, 'index.d.ts'));
		for (const name of ['index.d.ts', 'index.d.cts']) writeFileSync(join(folder, name), text);
	} finally {
		rmSync(made, { recursive: true });
	}
}

if (import.meta.main) writeDeclarations(resolve(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url))));
