import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { outputKinds } from '../../src/outputKinds.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** The kinds of output, and the folders that hold them. */
const NAMES = outputKinds({ streams: {} as never, outputs: {} as never }).flatMap(({ name, events }) => [name, events]);
const FOLDERS = [
	...new Set(
		[...(await readFile(join(SRC, 'outputKinds.ts'), 'utf8')).matchAll(/from '\.\/(\w+)\/\w+Kind\.ts'/g)].map(
			([, folder]) => folder ?? '',
		),
	),
].filter((folder) => folder !== 'egress');

/** An import of a folder that holds a kind, of whatever form, types included. */
const ARROW = new RegExp(String.raw`(?:\bfrom|\bimport\(?)\s*(['"])(?:\.\./)+(?:${FOLDERS.join('|')})/`, 'g');
/** A kind by its name, or one of its events. */
const NAME = new RegExp(String.raw`(['"\`])(?:${NAMES.join('|')})(?:-[a-z]+)?\1`, 'g');

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([all]) => all);
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');

const files = (await readdir(join(SRC, 'egress'), { recursive: true })).filter((path) => path.endsWith('.ts'));
const sources = await Promise.all(
	files.map(async (path) => ({ path, text: withoutComments(await readFile(join(SRC, 'egress', path), 'utf8')) })),
);

describe.each(sources)('egress/$path', ({ text }) => {
	it('imports nothing of a kind of output: they stand above it', () => {
		expect(found(text, ARROW)).toEqual([]);
	});

	it('names no kind of output: what differs between them is in what they hand in', () => {
		expect(found(text, NAME)).toEqual([]);
	});
});

it('knows the kinds, where they are, and what would name or import one', () => {
	expect(NAMES).toEqual(expect.arrayContaining(['recording', 'participant-track-recording', 'livestream', 'hls']));
	expect(FOLDERS.toSorted()).toEqual(['hls', 'livestreams', 'recordings']);
	for (const text of [
		"import type { HlsStreams } from '../hls/HlsStreams.ts';",
		"export { shownUrl } from '../livestreams/shown.ts';",
		"await import('../recordings/view.ts')",
		"import '../recordings/view.ts';",
	])
		expect(found(text, ARROW)).toHaveLength(1);
	for (const text of ["kind === 'hls'", 'case "track-recording":', "['recording', x]", "event('livestream-failed')"])
		expect(found(text, NAME)).toHaveLength(1);
	for (const text of ["import { Storage } from '../storage/Storage.ts';", "kind === 'video'", "'hls-part'.length"])
		expect(found(text, ARROW)).toEqual([]);
	expect(withoutComments("a; // 'hls'\n/** `recording` */ b 'rtmp://x'")).toBe("a; \n b 'rtmp://x'");
});
