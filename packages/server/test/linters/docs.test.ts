import { LEAVE_REASONS } from '@roomcast/contract';
import { expect, it } from 'vitest';
import { readPages } from '../../src/docs/update.ts';

/** Which page holds which generated part. Settings, routes, errors and messages that nobody documents fail here. */
const PARTS = [
	['settings.md', 'settings'],
	['errors.md', 'errors'],
	['security-log.md', 'security-events'],
	['rest.md', 'routes'],
	['signalling.md', 'requests'],
	['signalling.md', 'notifications'],
	['webhooks.md', 'webhook-events'],
	['webhooks.md', 'webhook-retries'],
	['videosdk.md', 'client-surface'],
	['server-sdk.md', 'server-sdk'],
] as const;

const pages = await readPages();

it.each(PARTS)('docs/%s has the part "%s"', (name, part) => {
	expect(pages.find((page) => page.name === name)?.parts).toContain(part);
});

it.each(pages.filter(({ parts }) => parts.length > 0))(
	'docs/$name is up to date (node scripts/docs.mjs)',
	({ text, fresh }) => {
		expect(text).toBe(fresh);
	},
);

it('docs/signalling.md lists every leave reason', () => {
	const rows =
		pages.find(({ name }) => name === 'signalling.md')?.text.matchAll(/^\| ([\d, ]+) \| ([A-Z_, ]+) \|/gm) ?? [];
	const listed = [...rows].flatMap(([, codes = '', names = '']) => {
		const numbers = codes.split(', ');
		return names.split(', ').map((name, index) => [name, Number(numbers[index])] as const);
	});
	expect(Object.fromEntries(listed)).toEqual(LEAVE_REASONS);
});

/** The headings of each page, as GitHub makes anchors of them. */
const anchors = new Map(pages.map(({ name, text }) => [name, headings(text).map(anchorOf)]));

it.each(pages)('the links of docs/$name lead to pages and headings that exist', ({ name: from, text }) => {
	const links = [...text.matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]*))?\)/g)];
	const broken = links.filter(([, page = from, anchor]) => {
		const headings = anchors.get(page);
		return headings === undefined || (anchor !== undefined && !headings.includes(anchor));
	});
	expect(broken.map(([link]) => link)).toEqual([]);
});

function headings(text: string): string[] {
	return [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
}

function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');
}
