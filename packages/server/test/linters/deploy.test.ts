import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';

const FOLDER = join(import.meta.dirname, '../../../../deploy');
/** Of the setup and of the command, not of the server. */
const OTHERS = ['ROOMCAST_CACHE_DIR', 'ROOMCAST_BUILT'];

const known = new Set<string>([...Object.values(SETTINGS).map(({ name }) => name), ...OTHERS]);
const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

it.each(files.map(({ parentPath, name }) => join(parentPath, name)))(
	'%s names only settings that there are',
	(file) => {
		const names = [...readFileSync(file, 'utf8').matchAll(/\bROOMCAST_[A-Z0-9_]+/g)].map(([name]) => name);
		expect(names.filter((name) => !known.has(name))).toEqual([]);
	},
);

it('every variable of the compose files has a line in the example', () => {
	const example = readFileSync(join(FOLDER, 'docker/example.env'), 'utf8');
	const needed = ['compose.yaml', 'cluster.yaml'].flatMap((name) =>
		[...readFileSync(join(FOLDER, 'docker', name), 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map(([, variable]) => variable),
	);
	expect(needed.length).toBeGreaterThan(5);
	for (const variable of needed) expect(example).toMatch(new RegExp(`^#?${variable}=`, 'm'));
});
