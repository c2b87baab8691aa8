import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate, listMethods } from './generate.ts';

/** The sources. */
export const SRC = fileURLToPath(new URL('../src/', import.meta.url));
/** Folders of what is generated, and of nothing else. */
export const GENERATED = ['contract', 'methods'];

/** What the docs have of the methods. */
export const METHOD_LIST = fileURLToPath(new URL('methods.json', import.meta.url));

/**
 * Writes the generated sources of the SDK again.
 *
 * @returns names of the files that changed
 */
export async function updateSources(): Promise<string[]> {
	const fresh = generate();
	const changed: string[] = [];
	for (const folder of GENERATED) {
		await mkdir(join(SRC, folder), { recursive: true });
		for (const file of await readdir(join(SRC, folder))) {
			const name = `${folder}/${file}`;
			if (fresh.has(name)) continue;
			await rm(join(SRC, name));
			changed.push(name);
		}
	}
	for (const [name, text] of fresh) {
		if ((await readFile(join(SRC, name), 'utf8').catch(() => undefined)) === text) continue;
		await writeFile(join(SRC, name), text);
		changed.push(name);
	}
	const list = listMethods();
	if ((await readFile(METHOD_LIST, 'utf8').catch(() => undefined)) !== list) {
		await writeFile(METHOD_LIST, list);
		changed.push('methods.json');
	}
	return changed;
}
