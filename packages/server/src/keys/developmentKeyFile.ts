import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Key } from './Key.ts';

/** Where people and the command line find the development key. */
export function developmentKeyPath(dataDir: string): string {
	return join(dataDir, 'development-key.json');
}

/** Write the development key for its owner's eyes only (mode 600), whole or not at all. */
export async function writeDevelopmentKey(dataDir: string, key: Key): Promise<void> {
	const path = developmentKeyPath(dataDir);
	const temporary = `${path}.${process.pid}`;
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	await writeFile(temporary, `${JSON.stringify({ apiKey: key.id, secret: key.secret }, null, '\t')}\n`, {
		mode: 0o600,
	});
	await rename(temporary, path);
}
