import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'roomcast-client';

/**
 * Makes the folder that servers hand out as `/sdk/`: the SDK as a module, as a script and as a package, each under its plain
 * name, which is always the one of the server, and under a name with a hash of its content, which caches may keep;
 * `manifest.json` has that name, and its hash for `integrity`. Beside them are the parts that the module loads when they are
 * used, under the names by which it knows them.
 *
 * @param {string} folder of the SDK, built
 * @returns {string} the folder
 */
export function serveSdk(folder) {
	const dist = join(folder, 'dist');
	const served = join(dist, 'served');
	rmSync(served, { recursive: true, force: true });
	mkdirSync(served);
	/** @type {Record<string, { file: string, integrity: string }>} */
	const manifest = {};
	/** @param {string} plain @param {Buffer} content */
	const serve = (plain, content) => {
		const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
		const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
		const file = plain.replace(/(\.\w+)$/, `-${hash}$1`);
		writeFileSync(join(served, plain), content);
		writeFileSync(join(served, file), content);
		manifest[plain] = { file, integrity };
	};
	serve(`${NAME}.js`, readFileSync(join(dist, `${NAME}.js`)));
	serve(`${NAME}.umd.js`, readFileSync(join(dist, `${NAME}.umd.cjs`)));
	serve(`${NAME}.tgz`, pack(folder));
	for (const part of readdirSync(dist).filter((name) => /-[0-9a-f]{12}\.js$/.test(name)))
		copyFileSync(join(dist, part), join(served, part));
	writeFileSync(join(served, 'manifest.json'), `${JSON.stringify(manifest)}\n`);
	return served;
}

/**
 * The package as `npm pack` makes it: the same bytes for the same files.
 *
 * @param {string} folder
 */
function pack(folder) {
	const into = mkdtempSync(join(tmpdir(), 'roomcast-pack-'));
	try {
		const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', into];
		const { status, error } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
		if (error) throw error;
		if (status !== 0) throw new Error(`npm pack failed in ${folder} with status ${status}`);
		const [file = ''] = readdirSync(into);
		return readFileSync(join(into, file));
	} finally {
		rmSync(into, { recursive: true, force: true });
	}
}
