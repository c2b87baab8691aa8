import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = import.meta.dirname;
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.test)\.ts$/.test(path));

// Server, composer and pages import it: it must not bring any of them, or Node.js, along.
it.each(sources)('%s imports only this package and the contract', (path) => {
	const text = readFileSync(join(SRC, path), 'utf8');
	const imports = [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(([, from, dynamic]) => from ?? dynamic);
	expect(imports.filter((to) => !/^\.|^@roomcast\/contract\//.test(to ?? ''))).toEqual([]);
});
