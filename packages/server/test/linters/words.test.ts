import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { literalTexts, markdownTexts, pageTexts, sourceTexts, type Text } from './texts.ts';

const style = await readFile(new URL('../../../../docs/style.md', import.meta.url), 'utf8');
const [, table = ''] = /<!-- words -->([\s\S]*?)<!-- \/words -->/.exec(style) ?? [];

/** Each row of the table "Words to avoid": the pattern of its left column, and what to write. */
const ROWS = [...table.matchAll(/^\| (?!Avoid)([^|]+) \| ([^|]+) \|$/gm)].map(([, avoid = '', write = '']) => ({
	pattern: wordsOf(avoid),
	write,
}));
const ANY = new RegExp(ROWS.map(({ pattern }) => pattern.source).join('|'), 'i');

/** @param list words with commas between them; the space in one may be the end of a line */
function wordsOf(list: string): RegExp {
	return new RegExp(`\\b(?:${list.split(', ').join('|').replaceAll(' ', '\\s+')})\\b`, 'i');
}

/** Words of `texts` that the style page rules out, each with where it is and what to write. */
function findings(texts: readonly Text[]): string[] {
	return texts.flatMap(({ at, text }) =>
		ROWS.flatMap(({ pattern, write }) => {
			const word = pattern.exec(text)?.[0];
			return word === undefined ? [] : [`${at}: "${word}": write "${write}"`];
		}),
	);
}

describe('words to avoid (docs/style.md)', () => {
	it('are not in the pages', async () => {
		expect(findings(await pageTexts())).toEqual([]);
	});

	// Reads every source: a limit for hangs only.
	it('are not in what the sources say to users', { timeout: 120_000 }, async () => {
		expect(findings(await sourceTexts(ANY))).toEqual([]);
	});
});

it('finds a word in a page, over the end of a line, and not in code', () => {
	expect(ROWS.length).toBeGreaterThan(10);
	const page = 'It is kept for\never.\n\n`for ever`\n\n```\nfor ever\n```\n| a | Whoever asks |\n';
	const found = findings(markdownTexts('page.md', page));
	expect(found).toEqual([
		expect.stringMatching(/^page\.md:1: "for ever"/),
		expect.stringMatching(/^page\.md:9: "Whoever"/),
	]);
});

it('finds a word in literals, templates, sums and page texts, and not in comments', () => {
	const source = [
		"const a = 'kept for ever';",
		// biome-ignore lint/suspicious/noTemplateCurlyInString: It is the source that the test reads.
		'const b = `${name} is told`;',
		"const c = 'It is kept for ' +",
		"  'ever';",
		'const d = <p>Whoever asks</p>;',
		'// kept for ever',
	].join('\n');
	expect(findings(literalTexts('page.tsx', source)).map((finding) => finding.split(' ')[0])).toEqual([
		'page.tsx:1:',
		'page.tsx:2:',
		'page.tsx:3:',
		'page.tsx:5:',
	]);
});
