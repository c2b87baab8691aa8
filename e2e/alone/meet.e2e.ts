import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { meanColour } from '../support/caller.ts';
import { TestServer } from '../support/server.ts';
import { sharedServer } from '../support/sharedServer.ts';

let server: TestServer;
let link: string;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[server, red, blue] = await Promise.all([
		TestServer.start({ development: true }),
		TestBrowser.launch({ whole: true, colour: 'red' }),
		TestBrowser.launch({ whole: true, colour: 'blue' }),
	]);
	link = await until('the link in what the server prints', async () => /http\S+\/meet\/\S+/.exec(server.output)?.[0]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
	await server?.stop();
});

const remote = (local: false | true = false) => `[data-testid="tile"][data-local="${local}"]`;

/** Opens the page as a person does: the link, a name, the button. */
async function enter(browser: TestBrowser, name: string, query: Record<string, string> = {}): Promise<Page> {
	const url = new URL(link);
	for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
	const page = await browser.page(url.href);
	// Small tiles get small layers: six pages share the cores of one machine with the server.
	await page.setViewportSize({ width: 800, height: 500 });
	await page.getByTestId('name-field').fill(name);
	await page.getByTestId('join-button').click();
	await page.getByTestId('call').waitFor();
	return page;
}

/** Frames shown so far, for every remote tile that shows a picture. */
function frames(page: Page): Promise<number[]> {
	return page
		.locator(`${remote()} video`)
		.evaluateAll((videos) =>
			videos.map((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames),
		);
}

/** Waits until `count` remote pictures move. */
async function allMove(page: Page, count: number, timeout: number): Promise<void> {
	await until(`${count} pictures`, async () => (await frames(page)).length === count, timeout);
	const before = await frames(page);
	await until(
		`${count} moving pictures`,
		async () => (await frames(page)).every((now, i) => now >= (before[i] ?? Number.POSITIVE_INFINITY) + 3),
		timeout,
	);
}

describe('the meeting page on the printed link', () => {
	it('two people see each other, each in their own colour, and hear each other', async () => {
		const ann = await enter(red, 'Ann');
		const bob = await enter(blue, 'Bob');
		await Promise.all([allMove(ann, 1, 30_000), allMove(bob, 1, 30_000)]);
		await ann.getByText('Bob', { exact: true }).first().waitFor();
		await ann.evaluate('globalThis.__name = (target) => target');
		await bob.evaluate('globalThis.__name = (target) => target');
		const atBob = await bob.evaluate(meanColour, `${remote()} video`);
		const atAnn = await ann.evaluate(meanColour, `${remote()} video`);
		expect(atBob.r - atBob.b).toBeGreaterThan(80);
		expect(atAnn.b - atAnn.r).toBeGreaterThan(80);

		await ann.keyboard.press('m');
		await bob.locator(`${remote()}[data-mic="off"]`).waitFor();
		// Both fake microphones beep equally loud: with Ann muted, Bob is the one who speaks.
		await ann.locator(`${remote()}[data-speaking="true"]`).waitFor({ timeout: 15_000 });
		await ann.keyboard.press('v');
		await bob.locator(`${remote()}[data-camera="off"]`).waitFor();
		await ann.keyboard.press('v');
		await bob.locator(`${remote()}[data-camera="on"]`).waitFor();
		await allMove(bob, 1, 15_000);

		// A development token can end the call for all, so leaving is in a menu.
		await ann.getByTestId('leave-menu-button').click();
		await ann.getByTestId('leave-button').click();
		await ann.getByTestId('left-screen').waitFor();
		await until('bob is alone', async () => (await bob.locator(remote()).count()) === 0);
	});

	it('six people see six moving pictures', { timeout: 240_000, tags: 'long' }, async () => {
		// Six cameras are encoded and thirty pictures decoded here: small ones, and nothing that is not looked at.
		const green = await TestBrowser.launch({ colour: 'green' });
		try {
			const pages: Page[] = [];
			for (let i = 1; i <= 6; i++) pages.push(await enter(green, `Guest ${i}`, { micEnabled: 'false' }));
			for (const page of pages) await allMove(page, 5, 60_000);
			// With your own: six tiles, six pictures.
			for (const page of pages) {
				expect(await page.locator('[data-testid="tile"][data-camera="on"] video').count()).toBe(6);
			}
		} finally {
			await green.close();
		}
	});

	it.each([
		['no token on a server with a key of its own', undefined],
		['a token that is none', 'nonsense'],
	])('tells what is wrong: %s', async (_what, token) => {
		const strict = await sharedServer();
		const roomId = await strict.room();
		const page = await red.page(
			`${strict.url}/meet/${roomId}?name=Ann&joinWithoutUserInteraction=true${token ? `&token=${token}` : ''}`,
		);
		await page.locator('[data-error-code]').waitFor();
		expect(await page.locator('[data-error-code]').innerText()).toMatch(/token/i);
	});
});
