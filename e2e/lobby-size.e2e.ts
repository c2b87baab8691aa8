import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** A folder for screenshots; without it, none are taken. */
const SHOTS = process.env.ROOMCAST_TEST_SHOTS;

let server: TestServer;
let equipped: TestBrowser;
let bare: TestBrowser;

beforeAll(async () => {
	[server, equipped, bare] = await Promise.all([
		sharedServer(),
		TestBrowser.launch({ colour: 'blue' }),
		TestBrowser.launch({ noDevices: true }),
	]);
});
afterAll(async () => {
	await Promise.all([equipped?.close(), bare?.close()]);
});

/** The join screen of a room that is recorded and live. */
async function lobby(browser: TestBrowser, more = {}): Promise<Page> {
	const page = await browser.page();
	await page.route('**/captures', (route) =>
		route.fulfill({ json: { captures: [{ capture: 'recording' }, { capture: 'hls' }] } }),
	);
	const query = new URLSearchParams({ token: server.token(), theme: 'DARK', ...more });
	await page.goto(`${server.url}/meet/${await server.room()}?${query}`);
	await page.getByTestId('capture-notice').waitFor();
	return page;
}

/** The distance from the upper edge of the window to the lower edge of an element. */
async function bottom(page: Page, testId: string): Promise<number> {
	const box = await page.getByTestId(testId).boundingBox();
	if (box === null) throw new Error(`${testId} is not there`);
	expect(box.y, `${testId} is not above the window`).toBeGreaterThanOrEqual(0);
	expect(box.width, `${testId} is wide enough to use`).toBeGreaterThan(120);
	return box.y + box.height;
}

const SIZES = [
	['the smallest', 320, 480],
	['a phone upright', 390, 844],
	['a phone on its side', 844, 390],
	['a small phone on its side', 667, 375],
	['an iframe', 900, 560],
	['a tablet', 1023, 768],
	['a laptop', 1280, 800],
	['a laptop at 200 %', 640, 400],
	['a narrow iframe', 599, 480],
] as const;

describe.each(['with devices', 'without devices'])('%s', (which) => {
	let page: Page;
	beforeAll(async () => {
		const [browser, there] = which === 'with devices' ? [equipped, 'camera-preview'] : [bare, 'device-notice'];
		page = await lobby(browser);
		await page.getByTestId(there).first().waitFor();
	});
	afterAll(() => page?.close());

	it.each(SIZES)('%s, %i×%i, shows name, notice and Join at once', async (what, width, height) => {
		await page.setViewportSize({ width, height });
		if (SHOTS !== undefined) {
			await mkdir(SHOTS, { recursive: true });
			await page.waitForTimeout(300);
			await page.screenshot({
				path: join(SHOTS, `lobby-${width}x${height}-${what}-${which}.png`.replaceAll(' ', '-')),
			});
		}
		for (const testId of ['capture-notice', 'name-field', 'join-button'])
			await vi.waitFor(async () => expect(await bottom(page, testId), testId).toBeLessThanOrEqual(height), {
				timeout: 15_000,
			});
		// Nothing is cut off at the sides.
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
	});
});

it('a title as long as allowed leaves room for Join', async () => {
	const page = await lobby(equipped, { joinScreenTitle: 'Welcome to our weekly meeting '.repeat(4).trim() });
	await page.setViewportSize({ width: 320, height: 480 });
	await vi.waitFor(async () => expect(await bottom(page, 'join-button')).toBeLessThanOrEqual(480), { timeout: 15_000 });
});
