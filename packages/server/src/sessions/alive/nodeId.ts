import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The id of the node with this data folder: made at its first start, and kept there in `node-id`. */
export async function nodeIdOf(dataDir: string): Promise<string> {
	const file = join(dataDir, 'node-id');
	try {
		// `wx`: of two servers that start at once, one writes and the other reads what it wrote.
		await writeFile(file, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	return (await readFile(file, 'utf8')).trim();
}
