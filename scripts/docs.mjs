#!/usr/bin/env node
// node scripts/docs.mjs: regenerates parts of docs/ from the settings, the routes, the error table and the
// signalling messages, the values of the Helm chart from the settings, and sources of the server SDK from the endpoints. A
// test fails when they are stale.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { node24Path } from './setup/node24.mjs';

if (Number.parseInt(process.versions.node, 10) < 24) {
	const { status } = spawnSync(node24Path(), process.argv.slice(1), { stdio: 'inherit' });
	process.exit(status ?? 1);
}
/** @param {string} path of a module of the clone */
const load = (path) => import(pathToFileURL(new URL(`../${path}`, import.meta.url).pathname).href);
const { updatePages } = await load('packages/server/src/docs/update.ts');
const { updateSources } = await load('packages/server-sdk/generate/update.ts');
// A page has the methods of the SDK.
const changed = [...(await updateSources()), ...(await updatePages())];
console.log(changed.length === 0 ? 'The docs are up to date.' : `Updated: ${changed.join(', ')}`);
