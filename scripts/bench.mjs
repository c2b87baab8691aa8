#!/usr/bin/env node
// npm run bench -- NAME [ARGS]: runs bench/NAME.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findMediaWorker } from './media-worker/cache.mjs';
import { runInPlace } from './run-child.mjs';
import { node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { testEnvironment } from './test/environment.mjs';

const [name = '', ...args] = process.argv.slice(2);
const file = join(ROOT, 'bench', `${name}.ts`);
const asked = [name, ...args].some((word) => word === '--help' || word === '-h');
if (asked || !/^\w[\w-]*$/.test(name) || !existsSync(file)) {
	const names = readdirSync(join(ROOT, 'bench')).filter((entry) => entry.endsWith('.ts') && !entry.includes('.test.'));
	console.error(`Usage: npm run bench -- NAME [ARGS]\nNames: ${names.map((entry) => entry.slice(0, -3)).join(', ')}`);
	process.exit(asked ? 0 : 2);
}

const { cache } = await setUp({ tests: true });
runInPlace(node24Path(), [file, ...args], { env: testEnvironment(findMediaWorker(cache)?.path) });
