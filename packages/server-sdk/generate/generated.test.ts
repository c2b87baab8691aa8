import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate, listMethods } from './generate.ts';
import { GENERATED, METHOD_LIST, SRC } from './update.ts';

const fresh = [...generate()];

it.each(fresh)('src/%s is up to date (npm run docs)', async (name, text) => {
	expect(await readFile(join(SRC, name), 'utf8')).toBe(text);
});

it('has nothing else beside them', async () => {
	const folders = await Promise.all(
		GENERATED.map(async (folder) => (await readdir(join(SRC, folder))).map((name) => `${folder}/${name}`)),
	);
	expect(['index.ts', ...folders.flat()].sort()).toEqual(fresh.map(([name]) => name).sort());
});

it('lists the methods for the docs', async () => {
	expect(await readFile(METHOD_LIST, 'utf8')).toBe(listMethods());
});
