#!/usr/bin/env node
// node scripts/docs.mjs: regenerates parts of docs/ from the settings, the routes, the error table and the
// signalling messages, and the values of the Helm chart from the settings. A test fails when they are stale.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { node24Path } from './setup/node24.mjs';

if (Number.parseInt(process.versions.node, 10) < 24) {
	const { status } = spawnSync(node24Path(), process.argv.slice(1), { stdio: 'inherit' });
	process.exit(status ?? 1);
}
const update = new URL('../packages/server/src/docs/update.ts', import.meta.url);
const { updatePages } = await import(pathToFileURL(update.pathname).href);
const changed = await updatePages();
console.log(changed.length === 0 ? 'The docs are up to date.' : `Updated: ${changed.join(', ')}`);
