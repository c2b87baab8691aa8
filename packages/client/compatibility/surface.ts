import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as values from '../src/index.ts';
import { compare } from './compare.ts';
import { fetchOfficialPackage } from './officialPackage.ts';
import { writeProject } from './project.ts';
import type { Row } from './Row.ts';
import { REASONS } from './reasons.ts';

/** The names of the official SDK and how they are here, as they were found last. */
export const SURFACE = fileURLToPath(new URL('surface.json', import.meta.url));

/** Reads what was found last. */
export async function readSurface(): Promise<Row[]> {
	return JSON.parse(await readFile(SURFACE, 'utf8'));
}

/**
 * Compares the official SDK with ours.
 *
 * @throws Error when npm cannot get the official package
 */
export async function findSurface(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-surface-'));
	try {
		const project = await writeProject(await fetchOfficialPackage(join(folder, 'package')), join(folder, 'project'));
		return compare(project, values).map((row) => {
			const why = REASONS[row.group]?.[row.name];
			return why === undefined ? row : { ...row, why };
		});
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** A row a line, so that a change shows what changed. */
export function printSurface(rows: readonly Row[]): string {
	return `[\n${rows.map((row) => `\t${JSON.stringify(row)}`).join(',\n')}\n]\n`;
}
