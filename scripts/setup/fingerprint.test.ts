import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';

let root: string;
let before: string;

const PATHS = ['src', 'package.json'];

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'roomcast-fingerprint-'));
	mkdirSync(join(root, 'src/parts'), { recursive: true });
	writeFileSync(join(root, 'package.json'), '{}');
	writeFileSync(join(root, 'src/main.ts'), 'main');
	writeFileSync(join(root, 'src/parts/one.ts'), 'one');
	before = fingerprint(root, PATHS);
});

afterEach(() => rmSync(root, { recursive: true }));

test('is the same for the same files in another folder', () => {
	const copy = `${root}-copy`;
	cpSync(root, copy, { recursive: true });
	expect(fingerprint(copy, PATHS)).toBe(before);
	rmSync(copy, { recursive: true });
});

test.each([
	['content', () => writeFileSync(join(root, 'src/parts/one.ts'), 'two')],
	['a name', () => renameSync(join(root, 'src/main.ts'), join(root, 'src/start.ts'))],
	['a new file', () => writeFileSync(join(root, 'src/parts/two.ts'), '')],
	['a removed file', () => rmSync(join(root, 'package.json'))],
])('changes with %s', (_what, change) => {
	change();
	expect(fingerprint(root, PATHS)).not.toBe(before);
});

test('changes with a text', () => {
	expect(fingerprint(root, PATHS, ['g++ 12'])).not.toBe(fingerprint(root, PATHS, ['g++ 13']));
});

test('does not change with what is built, installed or only tests', () => {
	for (const folder of ['src/dist', 'src/node_modules']) {
		mkdirSync(join(root, folder));
		writeFileSync(join(root, folder, 'file.js'), 'x');
	}
	writeFileSync(join(root, 'src/main.test.ts'), 'x');
	expect(fingerprint(root, PATHS)).toBe(before);
});
