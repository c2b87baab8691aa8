import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { sendPattern } from './support/pattern.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** The folder for pictures of the page, for people to look at. */
const SHOTS = process.env.ROOMCAST_TEST_SHOTS;
const shot = async (page: Page, name: string) => {
	if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const frames = (page: Page) =>
	page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
const seen = (page: Page, id: string) => page.getByTestId(id).waitFor({ timeout: 15_000 });

it('a viewer waits, watches, goes back, jumps to live, and watches again when it is over', {
	timeout: 90_000,
}, async () => {
	const roomId = await server.room();
	const page = await browser.page(`${server.url}/watch/${roomId}`);
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	await seen(page, 'waiting-screen');
	await shot(page, 'waiting');

	const ann = await Caller.join(browser, server, {
		roomId,
		participantId: 'ann',
		meeting: { micEnabled: false, webcamEnabled: false },
	});
	await sendPattern(ann, { colour: 'rgb(20, 90, 120)', tone: 440, beeps: true, clock: true });
	// A telephone, in the dark.
	const small = await browser.newContext({
		viewport: { width: 390, height: 844 },
		hasTouch: true,
		colorScheme: 'dark',
	});
	const telephone = await small.newPage();
	await telephone.goto(`${server.url}/watch/${roomId}`);
	await seen(telephone, 'waiting-screen');
	await shot(telephone, 'telephone-waiting');
	const { id, playbackHlsUrl } = await server.rest('POST /v2/hls/start', { body: { roomId } });
	await seen(page, 'starting-screen');
	await shot(page, 'starting');
	await seen(telephone, 'player');
	await until('it plays', async () => (await frames(telephone)) > 30);
	const box = await telephone.getByTestId('video').boundingBox();
	expect(box).toMatchObject({ x: 0, width: 390 });
	for (const name of ['play', 'live-badge', 'quality', 'fullscreen']) {
		const place = await telephone.getByTestId(name).boundingBox();
		expect((place?.x ?? -1) + (place?.width ?? 0), name).toBeLessThanOrEqual(390);
	}
	await shot(telephone, 'telephone-live');
	expect(await telephone.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Live stream']);
	await telephone.getByTestId('quality').focus();
	await telephone.keyboard.press('Enter');
	await telephone.getByRole('menuitemradio').waitFor();
	expect(await axeFindings(telephone)).toEqual([]);
	await telephone.close();
	await seen(page, 'player');
	await until('it plays', async () => (await frames(page)) > 30);
	const badge = page.getByTestId('live-badge');
	await until('it says how far behind it is', async () =>
		/^[0-4] s behind live$/.test((await page.getByTestId('behind').textContent()) ?? ''),
	);
	expect([await badge.textContent(), await badge.isDisabled()]).toEqual(['Live', true]);
	await page.mouse.move(300, 300);
	await shot(page, 'live');

	// Quality, by keyboard alone.
	await page.getByTestId('quality').focus();
	await page.keyboard.press('Enter');
	expect(await page.getByRole('menuitemradio').allTextContents()).toEqual(['Auto · 720p']);
	await shot(page, 'quality');
	await page.keyboard.press('Escape');
	expect(await page.getByRole('menu').isVisible()).toBe(false);

	// Back to the beginning, by keys as well.
	const bar = page.getByTestId('dvr-bar');
	await until('there is enough to go back to', async () => Number(await bar.getAttribute('max')) > 10.5);
	await bar.focus();
	await page.keyboard.press('Home');
	await until('it is at the beginning', async () => {
		const text = (await page.getByTestId('behind').textContent()) ?? '';
		return /^−0:[1-5]\d$/.test(text) && (await badge.textContent()) === 'Go live';
	});
	expect(await page.evaluate(() => document.querySelector('video')?.currentTime)).toBeLessThan(4);
	expect(await bar.getAttribute('aria-valuetext')).toMatch(/^[1-5]\d seconds behind live$/);
	await shot(page, 'back');
	await badge.press('Enter');
	await until('it is live again', async () => (await badge.textContent()) === 'Live');
	// The focus is still in the player, whose keys work there alone.
	expect(await page.evaluate(() => document.activeElement?.closest('[data-testid="player"]') !== null)).toBe(true);
	await page.keyboard.press('m');
	await until('it is silent', async () => (await page.getByTestId('mute').getAttribute('aria-label')) === 'Unmute');
	await page.keyboard.press('k');
	await until('it stands still', async () => (await page.getByTestId('play').getAttribute('aria-label')) === 'Play');
	await page.keyboard.press('l');
	await until('it goes on', async () => (await page.getByTestId('play').getAttribute('aria-label')) === 'Pause');

	// The stream is over: it plays to its end, and again from the start.
	await server.rest('POST /v2/hls/end', { body: { roomId } });
	await seen(page, 'ended-screen');
	expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('The stream is over');
	await shot(page, 'ended');
	await page.getByTestId('replay').click();
	await until('the replay runs', async () => (await frames(page)) > 20);
	await until('it says where it is', async () =>
		/^0:0\d \/ 0:[1-5]\d$/.test((await page.getByTestId('behind').textContent()) ?? ''),
	);
	expect(await badge.isVisible()).toBe(false);

	// Anybody with the link of the stream sees it later too; nobody does once it is deleted.
	const streamId = new URL(playbackHlsUrl).pathname.split('/')[2];
	await page.goto(`${server.url}/watch/hls/${streamId}`);
	await seen(page, 'ended-screen');
	expect(errors).toEqual([]);
	await server.rest('DELETE /v2/hls/:id', { params: { id } });
	await page.reload();
	await seen(page, 'unknown-screen');
	await shot(page, 'unknown');
	expect(await axeFindings(page)).toEqual([]);

	await ann.run('meeting.leave()');
});
