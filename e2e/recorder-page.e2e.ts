import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller, meanColour } from './support/caller.ts';
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

/** The meeting page as a recorder opens it. */
async function recorder(roomId: string, query: Record<string, string> = {}): Promise<Page> {
	const page = await red.page();
	await page.setViewportSize({ width: 1280, height: 720 });
	const link = { token: server.token(), participantId: 'recorder-1', isRecorder: 'true', ...query };
	await page.goto(`${server.url}/meet/${roomId}?${new URLSearchParams(link)}`);
	await page.getByTestId('recorded-call').waitFor();
	return page;
}

const tile = (page: Page, id: string) => page.locator(`[data-testid="tile"][data-participant-id="${id}"]`);

/** The part of the page that the largest tile covers. Its participant may change at any moment. */
async function largestShare(page: Page): Promise<number> {
	const sizes = await page.getByTestId('tile').evaluateAll((all) =>
		all.map((one) => {
			const { width, height } = one.getBoundingClientRect();
			return width * height;
		}),
	);
	return Math.max(...sizes) / (1280 * 720);
}

it('shows the call and nothing else, in the layout that the hosts choose', async () => {
	const roomId = await server.room();
	const page = await recorder(roomId, { layoutType: 'GRID', meetingLayoutTopic: 'LAYOUT', reduceEdgeSpacing: 'true' });
	// Nobody is there: an empty picture.
	expect(await page.getByTestId('tile').count()).toBe(0);
	expect(await page.locator('button').count()).toBe(0);

	const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
	await Caller.join(blue, server, { roomId, participantId: 'ben' });
	await Caller.join(blue, server, { roomId, participantId: 'eve', meeting: { mode: 'RECV_ONLY' } });
	const colourOf = (id: string) => page.evaluate(meanColour, `[data-testid="tile"][data-participant-id="${id}"] video`);
	await until('both pictures', async () => (await colourOf('ann')).r > 150 && (await colourOf('ben')).b > 150);
	expect((await colourOf('ann')).b).toBeLessThan(80);
	// The audience and the page itself have no tile; there is nothing to click, and no notices.
	expect(await page.getByTestId('tile').count()).toBe(2);
	expect(await page.locator('button:visible').count()).toBe(0);
	expect(await page.locator('audio[data-kind="audio"]').count()).toBe(2);
	expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');

	// Tiles move to their places.
	await until('two tiles of the same size', async () => (await largestShare(page)) < 0.5);
	await ann.run(`meeting.pubSub.publish('LAYOUT', JSON.stringify({ type: 'SPOTLIGHT' }), { persist: true })`);
	await until('one tile', async () => (await page.getByTestId('tile').count()) === 1);
	await until('the tile fills the page', async () => (await largestShare(page)) > 0.95);

	// It ignores what hosts chose for another page before it joined.
	const later = await recorder(roomId, { participantId: 'recorder-2', meetingLayoutTopic: 'LAYOUT' });
	await until('the layout', async () => (await later.getByTestId('stage').getAttribute('data-layout')) === 'SPOTLIGHT');
});

it('shows nothing when the call was ended, and does not begin another', async () => {
	const roomId = await server.room();
	const page = await recorder(roomId);
	const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
	await tile(page, 'ann').waitFor();
	await ann.run('meeting.end()');
	const waits = page.getByTestId('recorder-waits');
	await waits.waitFor({ state: 'attached' });
	expect(await waits.innerText()).toBe('');
	expect(await waits.getAttribute('data-error-code')).toBe('ROOM_ENDED');
	// Longer than it would wait before it tries.
	await page.waitForTimeout(2500);
	expect(await page.getByTestId('recorded-call').count()).toBe(0);
});
