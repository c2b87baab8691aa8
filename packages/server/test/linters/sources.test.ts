import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const LONGEST_FILE = 400;

const paths = (await readdir(SRC, { recursive: true })).filter(
	(path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);

// What may import what is in biome.jsonc.
describe.each(paths)('%s', async (path) => {
	const text = await readFile(join(SRC, path), 'utf8');

	it('reads the environment only in config.ts', () => {
		if (path !== 'config.ts') expect(text).not.toContain('process.env');
	});

	it(`has at most ${LONGEST_FILE} lines`, () => {
		expect(text.split('\n').length).toBeLessThanOrEqual(LONGEST_FILE);
	});
});

it('main.ts is a list of parts: nothing in it decides or repeats', async () => {
	const code = (await readFile(join(SRC, 'main.ts'), 'utf8')).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
	expect(code).not.toMatch(/\b(if|for|while|switch) \(|&&|\|\||\?\?| \? /);
});
