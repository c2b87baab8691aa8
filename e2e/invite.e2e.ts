import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[server, red, blue] = await Promise.all([
		sharedServer(),
		TestBrowser.launch({ colour: 'red' }),
		TestBrowser.launch({ colour: 'blue' }),
	]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
});

/** Somebody in a call of a server with a key of its own. */
async function host(permissions: string[]): Promise<Page> {
	const query = { token: server.token({ permissions }), name: 'Ann', joinWithoutUserInteraction: 'true' };
	const page = await red.page(`${server.url}/meet/${await server.room()}?${new URLSearchParams(query)}`);
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByTestId('call').waitFor();
	return page;
}

/** Opens the invite dialog, and takes the link for a choice. */
async function linkOf(page: Page, permission: string): Promise<string> {
	await page.getByTestId('invite-button').click();
	await page.getByTestId(`invite-${permission}`).check();
	const link = page.getByTestId('invite-link');
	await page.waitForFunction(() => {
		const field = document.querySelector<HTMLInputElement>('[data-testid="invite-link"]');
		return field !== null && field.value !== '';
	});
	const url = await link.inputValue();
	await page.getByTestId('invite-close').click();
	return url;
}

it('a guest who comes by the link is seen, asks, and is let in', async () => {
	const ann = await host(['allow_join', 'allow_mod']);
	const link = await linkOf(ann, 'ask_join');
	// Nothing of Ann's own address, which skips the join screen and what it says of recordings.
	expect([...new URL(link).searchParams.keys()]).toEqual(['token']);
	const guest = await blue.page(link);
	await guest.getByTestId('name-field').fill('Gil');
	expect(await guest.getByTestId('join-button').innerText()).toBe('Ask to join');
	await guest.getByTestId('join-button').click();
	await ann.getByTestId('toast-allow').click();
	await guest.getByTestId('call').waitFor();
	await ann.getByText('Gil', { exact: true }).first().waitFor();
	// A guest who was let in cannot decide about others, and has no links to share.
	expect(await guest.getByTestId('invite-button').count()).toBe(0);
});

it('a moderator makes links that skip the request; others cannot', async () => {
	const ann = await host(['allow_join', 'allow_mod']);
	const guest = await blue.page(await linkOf(ann, 'allow_join'));
	await guest.getByTestId('name-field').fill('Gil');
	await guest.getByTestId('join-button').click();
	await guest.getByTestId('call').waitFor();
	await guest.setViewportSize({ width: 1280, height: 800 });
	await guest.getByTestId('invite-button').click();
	await guest.getByTestId('invite-ask_join').waitFor();
	expect(await guest.getByTestId('invite-allow_join').count()).toBe(0);
});

it('copies the link, and says when it expires', async () => {
	const ann = await host(['allow_join', 'allow_mod']);
	await red.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await ann.getByTestId('alone-invite').click();
	await ann.getByTestId('invite-copy').click();
	await ann.getByTestId('invite-copy').getByText('Copied').waitFor();
	const copied = await ann.evaluate(() => navigator.clipboard.readText());
	expect(copied).toBe(await ann.getByTestId('invite-link').inputValue());
	expect(await ann.getByTestId('invite-end').innerText()).toMatch(/^Works until \w{3}, /);
});
