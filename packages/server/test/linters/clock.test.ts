import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** The one file of a package that reads the wall clock, for timestamps. Its head says what for. */
const CLOCKS = [
	'packages/server/src/time/clock.ts',
	'packages/client/src/time/clock.ts',
	'packages/meet/src/time/clock.ts',
	'packages/composer/src/clock/epoch.ts',
	'packages/server-sdk/src/time/clock.ts',
	// Files have the wall clock of their file system: the age of what the server writes for doctor, the lock of the setup, and
	// the name of its log.
	'scripts/doctor/repairs.mjs',
	'scripts/setup/lock-file.mjs',
	'scripts/setup/log.mjs',
];

/** Every way to read it; `new Date(ms)` only writes down what was read. */
const WALL_CLOCK = /\bDate\.now\b|\bnew Date\(\s*\)|(?<![.\w]|new )Date\(|\bperformance\.timeOrigin\b/;

async function sources(): Promise<string[]> {
	const found: string[] = [];
	const packages = (await readdir(join(ROOT, 'packages'))).map((name) => `packages/${name}`);
	for (const folder of [...packages.flatMap((path) => [`${path}/src`, `${path}/bin`]), 'scripts']) {
		const files = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
		for (const file of files) if (/\.(m?[jt]s|tsx)$/.test(file)) found.push(join(folder, file));
	}
	return found.filter((path) => !/\.test\.tsx?$|\/node_modules\/|\/testing\//.test(path));
}

it('reads the wall clock only in the clock of a package: nothing that lasts is measured by it', async () => {
	const readers: string[] = [];
	for (const path of await sources()) if (WALL_CLOCK.test(await readFile(join(ROOT, path), 'utf8'))) readers.push(path);
	expect(readers.toSorted()).toEqual(CLOCKS.toSorted());
});

it('knows the wall clock when it sees it', () => {
	for (const text of ['Date.now()', 'useState(Date.now)', 'new Date()', 'Date()', 'performance.timeOrigin'])
		expect(text).toMatch(WALL_CLOCK);
	for (const text of ['new Date(at)', 'performance.now()', 'toDate()', 'epochMs()', 'iso(new Date(row.created_at))'])
		expect(text).not.toMatch(WALL_CLOCK);
});
