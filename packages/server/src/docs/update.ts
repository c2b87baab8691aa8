import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChart } from './helmChart.ts';
import { generatedParts, withGeneratedParts } from './markdown.ts';
import { makeParts } from './parts.ts';

/** The folder of the docs. */
export const DOCS = fileURLToPath(new URL('../../../../docs/', import.meta.url));

/** A page of the docs and what it would be with its generated parts written again. */
export interface Page {
	readonly name: string;
	readonly text: string;
	readonly fresh: string;
	/** Names of its generated parts. */
	readonly parts: readonly string[];
}

/** Every page of the docs. */
export async function readPages(): Promise<Page[]> {
	const parts = makeParts();
	const names = (await readdir(DOCS)).filter((name) => name.endsWith('.md')).sort();
	return Promise.all(
		names.map(async (name) => {
			const text = await readFile(join(DOCS, name), 'utf8');
			return { name, text, fresh: withGeneratedParts(text, parts), parts: generatedParts(text) };
		}),
	);
}

/**
 * Write the generated parts of all pages and of the Helm chart again.
 *
 * @returns names of the files that changed
 */
export async function updatePages(): Promise<string[]> {
	const stale = (await readPages()).filter(({ text, fresh }) => text !== fresh);
	for (const { name, fresh } of stale) await writeFile(join(DOCS, name), fresh);
	const staleChart = (await readChart()).filter(({ text, fresh }) => text !== fresh);
	for (const { path, fresh } of staleChart) await writeFile(path, fresh);
	return [...stale.map(({ name }) => name), ...staleChart.map(({ path }) => basename(path))];
}
