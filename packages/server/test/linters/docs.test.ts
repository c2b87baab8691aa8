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

it.each(pages)('the links of docs/$name lead to pages that are there', ({ text }) => {
	const linked = [...text.matchAll(/\]\(([\w-]+\.md)(?:#[\w-]*)?\)/g)].map(([, name]) => name);
	const names = pages.map(({ name }) => name);
	expect(linked.filter((name) => !names.includes(name ?? ''))).toEqual([]);
});
