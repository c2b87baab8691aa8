import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { npmEnvironment, whatDiffers } from './npm-packages.mjs';

const LOCK = {
	'': { name: 'clone' },
	'packages/a': { version: '1.0.0' },
	'node_modules/@clone/a': { resolved: 'packages/a', link: true },
	'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-f' },
	'node_modules/fastify/node_modules/pino': { version: '9.0.0', integrity: 'sha512-p' },
	'node_modules/binding-darwin': { version: '1.0.0', integrity: 'sha512-d', optional: true, os: ['darwin'] },
};
const { 'node_modules/binding-darwin': _, '': __, ...INSTALLED } = LOCK;

let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'roomcast-packages-'));
	writeLock('package-lock.json', LOCK);
	for (const path of Object.keys(INSTALLED)) {
		mkdirSync(join(root, path), { recursive: true });
		writeFileSync(join(root, path, 'package.json'), '{}');
	}
	writeLock('node_modules/.package-lock.json', INSTALLED);
});

afterEach(() => rmSync(root, { recursive: true }));

function writeLock(path: string, packages: object) {
	writeFileSync(join(root, path), JSON.stringify({ lockfileVersion: 3, packages }));
}

describe('what differs between node_modules and package-lock.json', () => {
	test('nothing after an installation, though packages for other systems are not there', () => {
		expect(whatDiffers(root)).toBeUndefined();
	});

	test('an installation that npm did not finish: it writes its own list last', () => {
		rmSync(join(root, 'node_modules/.package-lock.json'));
		expect(whatDiffers(root)).toContain('installing');
	});

	test('a package of another version', () => {
		writeLock('node_modules/.package-lock.json', {
			...INSTALLED,
			'node_modules/fastify': { version: '4.9.9', integrity: 'sha512-old' },
		});
		expect(whatDiffers(root)).toContain('node_modules/fastify is another version');
	});

	test('a package of the same version with other content', () => {
		writeLock('node_modules/.package-lock.json', {
			...INSTALLED,
			'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-other' },
		});
		expect(whatDiffers(root)).toContain('node_modules/fastify');
	});

	test('a package that the lock file got since', () => {
		writeLock('package-lock.json', { ...LOCK, 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-w' } });
		expect(whatDiffers(root)).toContain('node_modules/ws is missing');
	});

	test('a folder that somebody removed', () => {
		rmSync(join(root, 'node_modules/fastify/node_modules/pino'), { recursive: true });
		expect(whatDiffers(root)).toContain('node_modules/fastify/node_modules/pino is gone');
	});

	test('a damaged lock file is named', () => {
		writeFileSync(join(root, 'package-lock.json'), '{"packages": ');
		expect(() => whatDiffers(root)).toThrow(/package-lock\.json is missing or damaged/);
	});
});

test('npm runs without the commands of the folder that it removes', () => {
	const env = npmEnvironment({ PATH: '/clone/node_modules/.bin:/usr/bin:/bin', HOME: '/root' }, '/clone');
	expect(env).toMatchObject({ PATH: '/usr/bin:/bin', HOME: '/root' });
});
