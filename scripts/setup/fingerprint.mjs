import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

// Products, and tests: neither decides what is built.
const SKIPPED = /^(?:node_modules|dist|\.git|\.vite)$|\.test\.\w+$/;

/**
 * A hash over texts and files, which changes when one of them does: its content, its name, or that it is there.
 * The same on every machine and in every folder.
 *
 * @param {string} root folder that names are relative to
 * @param {string[]} paths files and folders, relative to root; ones that do not exist count as absent
 * @param {string[]} [texts]
 * @returns {string} hexadecimal
 */
export function fingerprint(root, paths, texts = []) {
	const hash = createHash('sha256');
	for (const text of texts) hash.update(`text ${text.length} ${text}\n`);
	for (const path of paths.flatMap((path) => filesOf(join(root, path)))) {
		const content = readFileSync(path);
		hash.update(`file ${relative(root, path)} ${content.length}\n`).update(content);
	}
	return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} the files under a folder in a fixed order, a file itself, or nothing
 */
function filesOf(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return [];
	if (!stat.isDirectory()) return [path];
	return readdirSync(path)
		.filter((name) => !SKIPPED.test(name))
		.sort()
		.flatMap((name) => filesOf(join(path, name)));
}
