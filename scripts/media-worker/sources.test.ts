import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../setup/paths.mjs';
import { mediasoupVersion } from './cache.mjs';
import { PATCHES } from './patches.mjs';
import { TESTED_VERSION } from './recipe.mjs';
import { copyPatchedSources, mesonList, readSources } from './sources.mjs';

const MEDIASOUP = join(ROOT, 'node_modules/mediasoup');

describe('lists in Meson files', () => {
	test('are read over several lines and additions', () => {
		const meson = `sources = [\n  'src/a.cpp', # the first\n  'src/b.cpp',\n]\nif linux\n  sources += ['src/c.cpp']\nendif\n`;
		expect(mesonList(meson, 'sources')).toEqual(['src/a.cpp', 'src/b.cpp', 'src/c.cpp']);
	});

	test('are distinguished by their whole name', () => {
		const meson = "test_sources = ['test.cpp']\nsources = ['real.cpp']\n";
		expect(mesonList(meson, 'sources')).toEqual(['real.cpp']);
	});

	test('do not have what is commented out', () => {
		expect(mesonList("sources = [\n  'a.cpp',\n  # 'b.cpp',\n]", 'sources')).toEqual(['a.cpp']);
	});

	test('that are not there are an error that names them', () => {
		expect(() => mesonList("other = ['a.cpp']", 'sources')).toThrow('There is no list "sources"');
	});
});

describe('the sources of the mediasoup package that is installed', () => {
	test('are of the version that the recipe was tested with', () => {
		const { version } = JSON.parse(readFileSync(join(MEDIASOUP, 'package.json'), 'utf8'));
		expect({ installed: version, wanted: mediasoupVersion() }).toEqual({
			installed: TESTED_VERSION,
			wanted: TESTED_VERSION,
		});
	});

	test('are all there, each once', () => {
		const { own, webrtc } = readSources(join(MEDIASOUP, 'worker'));
		const files = [...own, ...webrtc].map(({ file }) => file);
		expect(files.length).toBeGreaterThan(200);
		expect(new Set(files).size).toBe(files.length);
		expect(files).toContain('src/main.cpp');
	});

	test('take every patch in the copy, and stay as they are', () => {
		const tmp = mkdtempSync(join(tmpdir(), 'roomcast-sources-'));
		try {
			copyPatchedSources(join(MEDIASOUP, 'worker'), tmp);
			for (const { file, from, to } of PATCHES) {
				expect(readFileSync(join(tmp, file), 'utf8')).toContain(to);
				expect(readFileSync(join(MEDIASOUP, 'worker', file), 'utf8')).toContain(from);
			}
			expect(existsSync(join(tmp, 'fbs/worker.fbs'))).toBe(true);
		} finally {
			rmSync(tmp, { recursive: true });
		}
	});
});
