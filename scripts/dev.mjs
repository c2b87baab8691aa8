#!/usr/bin/env node
// npm run dev: installs what is missing, then runs the server from its sources, restarted when they change, and in front
// of it the meeting page with hot reload. The links that the server prints lead to the page in front.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { portProblem } from './doctor/ports.mjs';
import { freePort } from './free-port.mjs';
import { findMediaWorker } from './media-worker/cache.mjs';
import { serverEnvironment } from './server-environment.mjs';
import { node24Path } from './setup/node24.mjs';
import { onExit } from './setup/on-exit.mjs';
import { ROOT } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';

const WATCHED = ['packages/server/src', 'packages/contract/src', 'packages/picture/src', 'packages/cli/src'];

const port = Number(process.env.ROOMCAST_PORT || 8080);
const problem = await portProblem(port, process.env.ROOMCAST_HOST || 'localhost');
if (problem) {
	console.error(`Cannot serve the pages: ${problem}`);
	process.exit(1);
}
const { cache } = await setUp();
const serverPort = await freePort();
const env = {
	...serverEnvironment(findMediaWorker(cache)?.path),
	ROOMCAST_PORT: `${serverPort}`,
	ROOMCAST_PUBLIC_URL: process.env.ROOMCAST_PUBLIC_URL || `http://localhost:${port}`,
};
const watch = ['--watch', '--watch-preserve-output', ...WATCHED.map((folder) => `--watch-path=${join(ROOT, folder)}`)];
run([...watch, join(ROOT, 'packages/cli/src/run.ts'), 'start', ...process.argv.slice(2)]);
run([join(ROOT, 'scripts/dev/pages.mjs'), `${port}`, `http://127.0.0.1:${serverPort}`]);

/**
 * Starts one of the two; when one ends, so does the other.
 *
 * @param {string[]} args
 */
function run(args) {
	const child = spawn(node24Path(), args, { cwd: ROOT, env, stdio: 'inherit' });
	onExit(() => child.kill());
	child.on('exit', (code) => process.exit(code ?? 1));
}
