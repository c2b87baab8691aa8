#!/usr/bin/env node
// npm run build [-- FOLDER …]: builds the SDK, the pages, the server and its composers, whether stale or not. `npm start`
// calls this for what is stale.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { precompress } from './build/precompress.mjs';
import { serveSdk } from './build/serveSdk.mjs';
import { BUNDLES, makeFresh } from './setup/bundles.mjs';
import { node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';

const folders = process.argv.slice(2);
const unknown = folders.find((folder) => !BUNDLES.some((bundle) => bundle.folder === folder));
if (unknown !== undefined) {
	console.error(
		`There is nothing to build in ${unknown}. Buildable: ${BUNDLES.map(({ folder }) => folder).join(', ')}.`,
	);
	process.exit(2);
}

for (const bundle of BUNDLES.filter(({ folder }) => folders.length === 0 || folders.includes(folder))) {
	const cwd = join(ROOT, bundle.folder);
	makeFresh(ROOT, bundle, () => {
		run(cwd, 'node_modules/vite/bin/vite.js', 'build');
		// Vite strips types; their declarations are a second, separate product.
		const declarations = join(bundle.folder, 'build/declarations.ts');
		if (existsSync(join(ROOT, declarations))) run(cwd, declarations);
		if (bundle.served === 'page') precompress(join(cwd, 'dist'));
		if (bundle.served === 'sdk') precompress(serveSdk(cwd));
	});
}

/**
 * @param {string} cwd
 * @param {string} script relative to the clone
 * @param {string[]} args
 */
function run(cwd, script, ...args) {
	const { status, error } = spawnSync(node24Path(), [join(ROOT, script), ...args], { cwd, stdio: 'inherit' });
	if (error) throw error;
	if (status !== 0) process.exit(status ?? 1);
}
