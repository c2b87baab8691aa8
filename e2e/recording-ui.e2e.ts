import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
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

/** Without devices, which take CPU: nobody has to be seen or heard here. */
const QUIET = { micEnabled: 'false', webcamEnabled: 'false' };

const link = (roomId: string, name: string, query: Record<string, string> = {}) =>
	`${server.url}/meet/${roomId}?${new URLSearchParams({ token: server.token(), name, ...QUIET, ...query })}`;

async function visit(browser: TestBrowser, roomId: string, name: string, query = {}): Promise<Page> {
	const page = await browser.page(link(roomId, name, { joinWithoutUserInteraction: 'true', ...query }));
	await page.setViewportSize({ width: 800, height: 500 });
	await page.getByTestId('call').waitFor();
	return page;
}

const mark = (page: Page) => page.locator('[data-testid="rec-mark"][data-state="RECORDING_STARTED"]');

/** The clock beside the mark, in seconds. */
async function clock(page: Page): Promise<number> {
	const [seconds = 0, minutes = 0] = (await page.getByTestId('rec-time').innerText()).split(':').map(Number).reverse();
	return minutes * 60 + seconds;
}

it('one person starts it, and everybody sees it until it is stopped, also late joiners', async () => {
	const roomId = await server.room();
	const ann = await visit(red, roomId, 'Ann', { webcamEnabled: 'true' });
	const bob = await visit(blue, roomId, 'Bob', { recordingEnabled: 'false' });
	await bob.locator('[data-testid="tile"][data-local="false"]').waitFor();

	// A link that does not offer recording has neither the entry of the menu nor the key.
	await bob.getByTestId('more-button').click();
	await bob.getByTestId('invite-item').waitFor();
	expect(await bob.getByTestId('record-item').count()).toBe(0);
	await bob.keyboard.press('Escape');
	await bob.getByTestId('invite-item').waitFor({ state: 'detached' });
	await bob.keyboard.press('r');

	await ann.getByTestId('more-button').click();
	await ann.getByTestId('record-item').click();
	await ann.getByTestId('record-dialog').waitFor();
	expect(await ann.getByTestId('rec-mark').count()).toBe(0);
	await ann.getByTestId('record-yes').click();
	await Promise.all([mark(ann).waitFor(), mark(bob).waitFor()]);
	const started = Date.now();
	await Promise.all([
		ann.getByTestId('notices').getByText('You started the recording').waitFor(),
		bob.getByTestId('notices').getByText('Ann started the recording').waitFor(),
	]);
	expect(await bob.getByTestId('record-dialog').count()).toBe(0);
	expect(await bob.getByTestId('rec-stop').count()).toBe(0);

	// Cleo comes over the join screen, which connects before anybody clicks.
	const cleo = await red.page();
	const connected = cleo.waitForEvent('websocket');
	await cleo.goto(link(roomId, 'Cleo'));
	await connected;
	// People know before they join, also guests who have to ask.
	await cleo.getByTestId('capture-notice').getByText('This call is being recorded.').waitFor();
	const guest = await blue.page(link(roomId, 'Gus', { token: server.token({ permissions: ['ask_join'] }) }));
	await guest.getByTestId('capture-notice').waitFor();
	await cleo.getByTestId('join-button').click();
	await mark(cleo).waitFor();
	await cleo.getByTestId('notices').getByText('This call is being recorded').waitFor();
	await until('the clock runs', async () => (await clock(cleo)) >= 3);
	// Everybody has the same clock, not one that began when they came.
	const age = (Date.now() - started) / 1000;
	for (const page of [ann, bob, cleo]) expect(Math.abs((await clock(page)) - age)).toBeLessThan(2);
	const { data: running } = await server.rest('GET /v2/recordings', { query: { roomId } });
	expect(running.map(({ status }) => status)).toEqual(['STARTED']);
	expect(await axeFindings(ann)).toEqual([]);

	// Anybody who may record may stop it, even if somebody else started it: here by the key, and by the mark after a "no".
	await cleo.keyboard.press('r');
	await cleo.getByTestId('record-no').click();
	await cleo.getByTestId('record-dialog').waitFor({ state: 'detached' });
	await cleo.getByTestId('rec-stop').click();
	await cleo.getByTestId('record-yes').click();
	// At once: a notice is there for some seconds only.
	const everybody = [ann, bob, cleo];
	await Promise.all(everybody.map((page) => page.getByTestId('notices').getByText('Recording stopped').waitFor()));
	for (const page of everybody) await page.getByTestId('rec-mark').waitFor({ state: 'detached' });
	await guest.getByTestId('capture-notice').waitFor({ state: 'detached' });
	const stored = await until('the recording is stored', async () => {
		const { data } = await server.rest('GET /v2/recordings', { query: { roomId } });
		return data[0]?.status === 'STOPPED' && data[0];
	});
	expect(stored.file?.meta.duration).toBeGreaterThan(2.5);
});
