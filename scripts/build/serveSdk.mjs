import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'roomcast-client';

/**
 * Makes the folder that servers hand out as `/sdk/`: the SDK under its plain name, which is always the one of the server, and
 * under a name with a hash of its content, which caches may keep; `manifest.json` has that name, and its hash for
 * `integrity`.
 *
 * @param {string} dist of the SDK
 * @returns {string} the folder
 */
export function serveSdk(dist) {
	const served = join(dist, 'served');
	rmSync(served, { recursive: true, force: true });
	mkdirSync(served);
	const script = join(dist, `${NAME}.js`);
	const content = readFileSync(script);
	const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
	const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
	const file = `${NAME}-${hash}.js`;
	copyFileSync(script, join(served, `${NAME}.js`));
	copyFileSync(script, join(served, file));
	writeFileSync(join(served, 'manifest.json'), `${JSON.stringify({ [`${NAME}.js`]: { file, integrity } })}\n`);
	return served;
}
