import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { areProgramsFresh } from '../setup/bundles.mjs';
import { node24Path } from '../setup/node24.mjs';
import { ROOT } from '../setup/paths.mjs';
import { findChromium, findFirefox, findTestBrowser } from '../setup/test-tools.mjs';

/**
 * The environment of tests and benchmarks. Settings of the person's own server are left out: tests make their own.
 *
 * @param {string | undefined} worker path of the media worker
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(worker) {
	const own = Object.entries(process.env).filter(
		([name]) => !name.startsWith('ROOMCAST_') || name.startsWith('ROOMCAST_TEST_'),
	);
	return {
		...Object.fromEntries(own),
		// What tests start by the name `node` is Node.js 24 as well.
		PATH: `${dirname(node24Path())}${delimiter}${process.env.PATH ?? ''}`,
		// Hundreds of processes and threads load the same sources: what Node.js made of them is kept, as by the command.
		NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
		ROOMCAST_MEDIA_WORKER_BIN: worker,
		ROOMCAST_TEST_CHROMIUM: findChromium(),
		ROOMCAST_TEST_BROWSER: findTestBrowser(),
		ROOMCAST_TEST_FIREFOX: findFirefox(),
		...(areProgramsFresh(ROOT) ? built() : {}),
	};
}

/** What was built is used: by servers that tests start, and by those inside the tests, which run from their sources. */
function built() {
	return { ROOMCAST_BUILT: '1', ROOMCAST_TEST_COMPOSER: join(ROOT, 'packages/composer/dist/composer.js') };
}
