#!/usr/bin/env node
// npm start [-- OPTIONS]: installs what is missing, then runs the server.
import { join } from 'node:path';
import { findMediaWorker } from './media-worker/cache.mjs';
import { runInPlace } from './run-child.mjs';
import { serverEnvironment } from './server-environment.mjs';
import { node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { START_USAGE } from './usage.mjs';

const args = process.argv.slice(2);
// Answered here, so that it also works before anything is installed.
if (args.includes('--help') || args.includes('-h')) {
	console.log(START_USAGE);
	process.exit(0);
}

const { cache } = await setUp();
const env = { ...serverEnvironment(findMediaWorker(cache)?.path), ROOMCAST_BUILT: '1' };
runInPlace(node24Path(), [join(ROOT, 'packages/cli/bin/roomcast.mjs'), 'start', ...args], { env });
