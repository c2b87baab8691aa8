import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Files that get smaller; web fonts (WOFF2) are already compressed. */
const TEXT = /\.(js|css|svg|json)$/;
/** Files smaller than this gain at most one packet; bytes. */
const SMALLEST = 1024;

/**
 * Puts a `.br` and a `.gz` beside every file that gets smaller by it: a server hands them out as they are, in the best
 * quality there is, and compresses nothing while it serves.
 *
 * @param {string} folder with what was built; those of an earlier build are removed
 */
export function precompress(folder) {
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	for (const name of names) if (/\.(br|gz)$/.test(name)) rmSync(join(folder, name));
	for (const name of names) {
		const path = join(folder, name);
		if (!TEXT.test(name) || !statSync(path).isFile()) continue;
		const content = readFileSync(path);
		if (content.length < SMALLEST) continue;
		const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
		writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
		writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
	}
}
