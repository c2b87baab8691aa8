import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the parts of Roomcast are that are read or started, not imported. This file, and every file that it is built
 * into, is three levels below the root: `packages/NAME/FOLDER/FILE`.
 */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What `child_process.fork` starts as a composer: what was built when this was, else its sources. */
export const COMPOSER = join(
	ROOT,
	'packages/composer',
	import.meta.url.endsWith('.ts') ? 'src/main.ts' : 'dist/composer.js',
);

/** The browser SDK, as it is handed out. */
export const SDK_FOLDER = join(ROOT, 'packages/client/dist/served/');

/** The meeting page. */
export const PAGES_FOLDER = join(ROOT, 'packages/meet/dist/');

/** The viewer page. */
export const WATCH_FOLDER = join(ROOT, 'packages/watch/dist/');

/** The script that template pages are driven with. */
export const TEMPLATE_DRIVER = join(ROOT, 'packages/template-driver/dist/driver.js');

/** What a media worker is started by. */
export const MEDIA_WORKER_LAUNCHER = join(ROOT, 'packages/server/bin/media-worker');
