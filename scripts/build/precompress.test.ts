import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { precompress } from './precompress.mjs';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'roomcast-precompress-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes both forms for files that get smaller, and for no others', () => {
	mkdirSync(join(folder, 'assets'));
	const code = 'export const a = 1;\n'.repeat(200);
	writeFileSync(join(folder, 'assets/index-4f2a.js'), code);
	writeFileSync(join(folder, 'assets/font.woff2'), code);
	writeFileSync(join(folder, 'assets/small.css'), 'a{}');
	// Of an earlier build.
	writeFileSync(join(folder, 'assets/gone.js.br'), 'x');
	precompress(folder);
	precompress(folder);
	expect(readdirSync(join(folder, 'assets')).sort()).toEqual([
		'font.woff2',
		'index-4f2a.js',
		'index-4f2a.js.br',
		'index-4f2a.js.gz',
		'small.css',
	]);
	expect(brotliDecompressSync(readFileSync(join(folder, 'assets/index-4f2a.js.br'))).toString()).toBe(code);
	expect(gunzipSync(readFileSync(join(folder, 'assets/index-4f2a.js.gz'))).toString()).toBe(code);
});
