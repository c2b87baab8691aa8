#!/usr/bin/env node
// npm run build [-- FOLDER …]: builds what browsers load, the SDK, the meeting page and the page of viewers, whether stale or not.
// `npm start` calls this by itself for what is stale.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';

const FOLDERS = ['packages/client', 'packages/meet', 'packages/watch', 'packages/template-driver'];

for (const folder of process.argv.length > 2 ? process.argv.slice(2) : FOLDERS) {
	const cwd = join(ROOT, folder);
	run(cwd, 'node_modules/vite/bin/vite.js', 'build');
	// Vite strips types; their declarations are a second, separate product.
	if (existsSync(join(cwd, 'tsconfig.build.json'))) {
		run(cwd, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
	}
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
