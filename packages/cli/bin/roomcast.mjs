#!/usr/bin/env node
// Plain JavaScript for any Node.js: what it loads takes Node.js 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
	// Kept between runs: what Node.js made of the sources.
	nodeModule.enableCompileCache();
	if (process.argv[2] === 'start') await nameMediaWorker();
	await import((await isBuilt()) ? '../dist/roomcast.js' : '../src/run.ts');
} else {
	const node = installedNode();
	if (node === undefined) {
		console.error(
			`roomcast needs Node.js ${NEEDED} or newer; this is ${process.version}, and node_modules has none either.
Run \`npm start\` or \`npm install\` in the folder of Roomcast, which brings it, or install it from https://nodejs.org.`,
		);
		process.exit(1);
	}
	runInPlace(node);
}

/** What was built starts in half the time; sources that were changed since are what is meant. */
async function isBuilt() {
	// The setup, or a run of tests that starts hundreds, has compared the sources a moment ago.
	const { ROOMCAST_BUILT: compared } = process.env;
	delete process.env.ROOMCAST_BUILT;
	if (compared === '1') return true;
	const { areProgramsFresh } = await import('../../../scripts/setup/bundles.mjs');
	const { ROOT } = await import('../../../scripts/setup/paths.mjs');
	return areProgramsFresh(ROOT);
}

/** Points the server at the media worker that the setup found or built, unless a setting names another. */
async function nameMediaWorker() {
	const { findMediaWorker } = await import('../../../scripts/media-worker/cache.mjs');
	const { cacheFolder } = await import('../../../scripts/setup/paths.mjs');
	const worker = findMediaWorker(cacheFolder());
	if (worker) process.env.ROOMCAST_MEDIA_WORKER_BIN = worker.path;
	// A variable of the setup, not a setting of the server.
	delete process.env.ROOMCAST_CACHE_DIR;
}

/** The Node.js that npm installed with Roomcast, in the nearest node_modules. */
function installedNode() {
	for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
		const path = join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
		if (existsSync(path)) return path;
		if (folder === dirname(folder)) return undefined;
	}
}

/** Ends as the command ends. A terminal signals both processes; what only this one gets is passed on. */
function runInPlace(node) {
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
	process.on('SIGINT', () => {});
	for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => {
		console.error(`${node}: ${error.message}`);
		process.exit(1);
	});
	child.on('exit', (code, signal) => {
		if (signal === null) process.exit(code ?? 1);
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	});
}
