import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync } from 'vite';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** A piece of text that a user may read, and where it is. */
export interface Text {
	/** `file:line`, from the root of the repository. */
	readonly at: string;
	readonly text: string;
}

/** Folders whose string literals and page texts reach users. Server sources count as a whole: details of errors are everywhere. */
const SOURCES = [
	'packages/cli/src',
	'packages/client/src',
	'packages/contract/src',
	'packages/meet/src',
	'packages/server/src',
	'packages/template-driver/src',
	'packages/watch/src',
	'scripts',
];

/** Every paragraph of the Markdown pages, without code. */
export async function pageTexts(): Promise<Text[]> {
	const docs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
	const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs];
	const texts = await Promise.all(
		pages.map(async (page) => markdownTexts(page, await readFile(join(ROOT, page), 'utf8'))),
	);
	return texts.flat();
}

/** The paragraphs of one page: a sentence may go on in the next line. */
export function markdownTexts(name: string, page: string): Text[] {
	const prose = page
		.replaceAll(/^```[\s\S]*?^```/gm, blank)
		.replaceAll(/<!-- words -->[\s\S]*?<!-- \/words -->/g, blank)
		.replaceAll(/`[^`\n]*`/g, '`…`');
	const texts: Text[] = [];
	let begun: { line: number; lines: string[] } | undefined;
	for (const [index, line] of [...prose.split('\n'), ''].entries()) {
		const alone = line.startsWith('|') || line.startsWith('#');
		if (begun && (alone || line.trim() === '')) {
			texts.push({ at: `${name}:${begun.line}`, text: begun.lines.join(' ') });
			begun = undefined;
		}
		if (alone) texts.push({ at: `${name}:${index + 1}`, text: line });
		else if (line.trim() !== '') {
			begun ??= { line: index + 1, lines: [] };
			begun.lines.push(line.trim());
		}
	}
	return texts;
}

/** As many lines, with nothing in them. */
function blank(block: string): string {
	return block.replaceAll(/[^\n]/g, '');
}

/**
 * Every string literal and page text of the sources that users meet.
 *
 * @param word files without it, also over the `+` between two literals, are not parsed: that takes most of the time
 */
export async function sourceTexts(word: RegExp): Promise<Text[]> {
	const paths = await Promise.all(
		SOURCES.map(async (folder) =>
			(await readdir(join(ROOT, folder), { recursive: true })).map((path) => `${folder}/${path}`),
		),
	);
	const files = paths.flat().filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.tsx?$|\.d\.m?ts$/.test(path));
	const sources = await Promise.all(
		files.map(async (path) => ({ path, source: await readFile(join(ROOT, path), 'utf8') })),
	);
	return sources
		.filter(({ source }) => word.test(source.replaceAll(/['"`]\s*\+\s*['"`]/g, '')))
		.flatMap(({ path, source }) => literalTexts(path, source));
}

/** The texts of one source file: string literals that are joined with `+` are one text. */
export function literalTexts(name: string, source: string): Text[] {
	const texts: Text[] = [];
	const visit = (node: ESTree.Node): void => {
		const text = textOf(node);
		if (text === undefined) {
			children(node).forEach(visit);
			return;
		}
		const line = source.slice(0, node.start).split('\n').length;
		if (text.includes(' ')) texts.push({ at: `${name}:${line}`, text });
	};
	visit(parseSync(name, source).program);
	return texts;
}

function children(node: ESTree.Node): ESTree.Node[] {
	const values: unknown[] = Object.values(node).flat();
	return values.filter((value): value is ESTree.Node => typeof value === 'object' && value !== null && 'type' in value);
}

function textOf(node: ESTree.Node): string | undefined {
	if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
	if (node.type === 'JSXText') return node.value.replaceAll(/\s+/g, ' ');
	if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.raw).join('…');
	if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
	const [left, right] = [textOf(node.left), textOf(node.right)];
	return left === undefined && right === undefined ? undefined : `${left ?? '…'}${right ?? '…'}`;
}
